// The declarations of aws4fetch name two types of the browser's library that @types/node keeps to itself.
type HeadersInit = import('undici-types').HeadersInit;
type BodyInit = import('undici-types').BodyInit;
