// In: `site.id` as the configuration has it. Out: what is wrong with ids that begin so. RFC 3986, RFC 4151, RFC 8141.

const EXAMPLE = 'such as tag:example.org,2026:news';
const TAG = /^tag:(?:[a-z\d._-]{1,200}@)?[a-z\d.-]{1,200},\d{4}(?:-\d\d(?:-\d\d)?)?:/i;
const URN = /^urn:[a-z\d][a-z\d-]{0,30}[a-z\d]:[^/?#][^?]*$/i;
const WITH_HOST = /^(?:https?|ftp):\/\/[^/?#]/;
const URI =
  /^[a-z][a-z\d+.-]*:(?:[\w.~:/?@!$&'()*+,;=-]|%[\da-fA-F]{2})+(?:#(?:[\w.~:/?@!$&'()*+,;=-]|%[\da-fA-F]{2})*)?$/;

/** What identifiers of these schemes look like; others are held to the form of a URI alone. */
const FORMS: Readonly<Record<string, RegExp>> = {
  tag: TAG,
  urn: URN,
  http: WITH_HOST,
  https: WITH_HOST,
  ftp: WITH_HOST,
};

/** Why no id may begin so; `undefined` when each `{site.id}/{path}` is a URI that nobody takes offence at. */
export function siteIdProblem(id: string): string | undefined {
  if (id !== id.trim())
    return 'it begins or ends with white space, which YAML leaves where a text is folded with > (write >-, or one line)';
  if (id.endsWith('/')) return 'it ends with a slash, and ids go on with one';
  // RFC 9562 §4: a UUID ends with its last digit.
  if (/^urn:uuid:/i.test(id)) return `no urn:uuid: goes on with a slash as ids do; write a tag URI ${EXAMPLE}`;
  const scheme = id.slice(0, id.indexOf(':'));
  const isUri = URI.test(id) && (!Object.hasOwn(FORMS, scheme) || FORMS[scheme]?.test(id));
  return isUri ? undefined : `it is not an absolute URI in plain ASCII ${EXAMPLE}`;
}
