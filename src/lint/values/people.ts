// In: e-mail addresses and contacts as feeds give them. Out: findings. RFC 5322 §3.4.1, RSS 2.0 author.

import type { Place } from '../findings.ts';
import type { Check, Context } from '../model.ts';
import { plainText } from './texts.ts';

/** A bare address (Atom person, OPML owner). */
export const emailAddress: Check = (value, place, context) => {
  checkAddress(value, value, place, context, 'email/invalid');
};

/** `address (name)`: RSS author, managingEditor, webMaster. A bare name is an error. */
export const emailWithName: Check = (given, place, context) => {
  const value = given.startsWith('mailto:') ? given.slice(7) : given;
  plainText(value, place, context);
  if (value.indexOf('@') > 0 && !value.endsWith(')')) {
    if (value.includes(' ')) context.report('email/unusual-form', { place: place.name, text: value }, place);
    else context.report('email/missing-name', { place: place.name }, place);
    return;
  }
  checkAddress(mailboxOf(value), value, place, context, 'email/invalid-contact');
};

/** The address of `address (name)`; the text itself when it is not that. */
function mailboxOf(value: string): string {
  const comment = value.indexOf('(');
  // Two addresses are one too many.
  const single = comment >= 0 && value.indexOf('@', value.indexOf(')', comment)) < 0;
  return value.endsWith(')') && single ? value.slice(0, comment).trim() : value;
}

function checkAddress(
  address: string,
  text: string,
  place: Place,
  context: Context,
  code: 'email/invalid' | 'email/invalid-contact',
): void {
  const at = address.indexOf('@');
  const host = address.slice(at + 1);
  const values = { place: place.name, text };
  if (at < 1 || address.length > 320 || !/^[\w!#$%&'*+/=?^`{|}~.-]+$/.test(address.slice(0, at)))
    context.report(code, values, place);
  else if (/^(?:[a-z0-9-]{1,63}\.){1,126}[a-z0-9][a-z0-9-]{0,62}$/i.test(host)) return;
  else if (/^[a-z][\w.-]+$/i.test(host)) context.report('email/unlikely-host', values, place);
  else context.report(code, values, place);
}

/** A name may not hide an address in angle brackets. */
export const personName: Check = (value, place, context) => {
  plainText(value, place, context);
  if (/<[\w.+-]{1,64}@[a-z0-9.-]{1,255}>/i.test(value)) context.report('email/in-name', { place: place.name }, place);
};
