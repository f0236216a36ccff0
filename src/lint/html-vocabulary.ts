// The names that HTML has, and which of them feed readers let through, with what may stand in their attributes. Living
// Standard plus what browsers still know.

import { wordSet } from '../model/text.ts';

const ELEMENTS = wordSet(
  'a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button canvas caption center cite code col colgroup command data datagrid datalist dd del details dfn dialog dir div dl dt em embed eventsource fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label legend li link listing m main map mark marquee math menu meta meter multicol nav nobr noembed noframes noscript object ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search section select slot small source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video wbr xmp',
);

/** What readers let through; everything else of HTML they remove. */
const SAFE = wordSet(
  'a abbr acronym address area article aside audio b bdi bdo big blockquote br button canvas caption center cite code col colgroup command data datagrid datalist dd del details dfn dialog dir div dl dt em eventsource fieldset figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins kbd keygen label legend li m main map mark menu meter multicol nav nobr noscript ol optgroup option output p picture pre progress q rb rp rt rtc ruby s samp search section select small source spacer span strike strong sub summary sup table tbody td template textarea tfoot th thead time tr track tt u ul var video wbr',
);

const SAFE_ATTRIBUTES = wordSet(
  'abbr accept accept-charset accesskey action align allow allowfullscreen alt as autocapitalize autocomplete autofocus autoplay axis background balance bgcolor border bordercolor cellpadding cellspacing char charoff charset checked cite class clear color cols colspan compact contenteditable controls coords crossorigin data datetime decoding default dir dirname disabled download draggable enctype end enterkeyhint face fetchpriority for form frame headers height hidden high href hreflang hspace icon id imagesizes imagesrcset inputmode is ismap itemid itemprop itemref itemscope itemtype kind label lang list loading longdesc loop low max maxlength media method min minlength multiple muted name nohref nonce noshade nowrap open optimum pattern ping placeholder playsinline poster preload prompt radiogroup readonly referrerpolicy rel required rev reversed role rows rowspan rules scope selected shape size sizes span spellcheck src srclang srcset start step style summary tabindex target title translate type usemap valign value volume vspace width wrap xml:lang xmlns',
);

const VOID = wordSet('area base br col embed hr img input link meta param source track wbr');

/** Elements whose end tag HTML lets one leave out. */
const OPTIONAL_END = wordSet(
  'li dt dd p rt rp rb rtc option optgroup colgroup caption thead tbody tfoot tr td th body html head',
);

const SAFE_STYLES = wordSet(
  'aspect-ratio azimuth background background-color border border-bottom border-bottom-color border-bottom-style border-bottom-width border-collapse border-color border-left border-left-color border-left-style border-left-width border-radius border-right border-right-color border-right-style border-right-width border-spacing border-style border-top border-top-color border-top-style border-top-width border-width clear color cursor direction display elevation float font font-family font-size font-style font-variant font-weight height letter-spacing line-height list-style list-style-type margin margin-bottom margin-left margin-right margin-top max-height max-width min-height min-width object-fit overflow padding padding-bottom padding-left padding-right padding-top pause richness speak text-align text-decoration text-indent text-transform unicode-bidi vertical-align volume white-space width word-break word-spacing word-wrap',
);

export function isHtmlElement(name: string): boolean {
  return ELEMENTS.has(name.toLowerCase());
}

export function isSafeElement(name: string): boolean {
  return SAFE.has(name.toLowerCase());
}

/** `data-` and `aria-` attributes do no harm. */
export function isSafeAttribute(name: string): boolean {
  return SAFE_ATTRIBUTES.has(name) || name.startsWith('data-') || name.startsWith('aria-');
}

export function isVoidElement(name: string): boolean {
  return VOID.has(name);
}

export function mayStayOpen(name: string): boolean {
  return OPTIONAL_END.has(name);
}

/** The parts of a style that readers remove: properties that could cover the page, and values that load or run. */
export function riskyStyles(style: string): readonly string[] {
  if (style.length > 5000 || /[\\@{}<>]|\/\*|expression|javascript|url\s{0,20}\(|behaviou?r/i.test(style))
    return [style.slice(0, 100)];
  const risky: string[] = [];
  for (const declaration of style.split(';')) {
    const colon = declaration.indexOf(':');
    const property = declaration
      .slice(0, colon < 0 ? undefined : colon)
      .trim()
      .toLowerCase();
    if (property !== '' && (colon < 0 || !SAFE_STYLES.has(property)) && !risky.includes(property)) risky.push(property);
  }
  return risky;
}

const REFERENCES = wordSet('href src poster cite longdesc action background data');

/** What is wrong with the addresses that an attribute holds: a scheme that readers remove, or none. */
export function* addressFlaws(
  element: string,
  attribute: string,
  value: string,
): Generator<readonly ['html/risky-attribute' | 'html/relative-reference', string]> {
  const isAddress = REFERENCES.has(attribute) && !(attribute === 'data' && element !== 'object');
  const addresses = attribute === 'srcset' ? addressesOf(value) : isAddress ? [value.trim()] : [];
  for (const address of addresses) {
    // Tabs and line breaks count for nothing in an address (URL Standard §4.4).
    const scheme = /^([a-z][a-z0-9+.-]{0,40}):/i.exec(address.replace(/[\t\n\r]/g, ''))?.[1]?.toLowerCase();
    if (/^(?:javascript|vbscript|file|blob)$/.test(scheme ?? '')) yield ['html/risky-attribute', `${scheme}:`];
    else if (address !== '' && scheme === undefined) yield ['html/relative-reference', address.slice(0, 100)];
  }
}

/** Of a srcset (HTML §4.8.4.2.2): an address ends at white space, so commas may stand in it, but not at its end. */
function* addressesOf(srcset: string): Generator<string> {
  let at = 0;
  for (;;) {
    while (at < srcset.length && /[\s,]/.test(srcset.charAt(at))) at++;
    if (at >= srcset.length) return;
    const start = at;
    while (at < srcset.length && /\S/.test(srcset.charAt(at))) at++;
    let end = at;
    while (srcset[end - 1] === ',') end--;
    yield srcset.slice(start, end);
    if (end === at) at = endOfDescriptors(srcset, at);
  }
}

/** The comma behind them; those in parentheses separate nothing. */
function endOfDescriptors(srcset: string, start: number): number {
  let at = start;
  while (at < srcset.length && srcset[at] !== ',') {
    const close = srcset[at] === '(' ? srcset.indexOf(')', at) : at;
    at = close < 0 ? srcset.length : close + 1;
  }
  return at;
}
