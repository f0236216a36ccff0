// In: a language tag as people write it. Out: one of BCP 47, or nothing. Languages are those of the IANA registry of 2026,
// written down here, for what a feed says must not depend on what a version of Node or of a package knows.
import { type LanguageTag, wordSet } from './text.ts';

/**
 * Checks a language tag; underscores become hyphens, and a code is as short as the registry has it. `undefined` when it has
 * not the form of RFC 5646, or no language has its two letters. Languages of more than three letters have that form too, but
 * none is registered: `english` is a word, no tag.
 */
export function languageTag(text: string): LanguageTag | undefined {
  const tag = text.trim().replace(/_/g, '-');
  if (!TAG.test(tag)) return undefined;
  const [primary = ''] = tag.split('-', 1);
  const code = languageCode(primary);
  return code === undefined ? undefined : (`${code}${tag.slice(primary.length)}` as LanguageTag);
}

const TAG =
  /^[a-z]{2,3}(?:-[a-z]{3}){0,3}(?:-[a-z]{4})?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*(?:-x(?:-[a-z0-9]{1,8})+)?$/i;

/** Languages with a code of two letters; there will be no more of them. */
const SHORT = wordSet(`
  aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
  et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw
  ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng
  nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv
  sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
`);

/** Codes of ISO 639-2 for those of them that the registry has in two letters only. */
const SHORTER: ReadonlyMap<string, string> = new Map(
  Array.from(
    wordSet(`
  aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az bak:ba bam:bm baq:eu
  bel:be ben:bn bih:bh bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch che:ce chi:zh chu:cu chv:cv cor:kw
  cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa
  fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el grn:gn guj:gu hat:ht hau:ha
  heb:he her:hz hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik isl:is
  ita:it jav:jv jaw:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko
  kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mac:mk mah:mh mal:ml mao:mi mar:mr may:ms
  mkd:mk mlg:mg mlt:mt mol:ro mon:mn mri:mi msa:ms mya:my nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb
  nor:no nya:ny oci:oc oji:oj ori:or orm:om oss:os pan:pa per:fa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro
  run:rn rus:ru sag:sg san:sa scc:sr scr:hr sin:si slk:sk slo:sk slv:sl sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es
  sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt tel:te tgk:tg tha:th tib:bo tir:ti ton:to tsn:tn
  tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve vie:vi vol:vo wel:cy wln:wa wol:wo xho:xh yid:yi yor:yo
  zha:za zho:zh zul:zu
`),
    (pair) => [pair.slice(0, 3), pair.slice(4)],
  ),
);

/** The language by its shortest code (RFC 5646 §2.2.1): `en` for `eng`; `undefined` for two letters that are none, such as `jp`. */
function languageCode(primary: string): string | undefined {
  const lower = primary.toLowerCase();
  if (lower.length === 2) return SHORT.has(lower) ? primary : undefined;
  return SHORTER.get(lower) ?? primary;
}
