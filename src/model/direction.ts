// In: a language tag. Out: the direction its words are written in. Of scripts and languages the table is that of the Unicode
// CLDR 48 (likely subtags), written down here so that no document depends on what a version of Node knows.
import { type LanguageTag, wordSet } from './text.ts';

/** The base direction of a language, by its script subtag where it has one, else by the usual script of it in its region. */
export function directionOf(language: LanguageTag): 'ltr' | 'rtl' {
  // Of a private use, or of an extension, nothing is said here.
  const [own = ''] = language.toLowerCase().split(/-[a-z\d]-/, 1);
  const [primary = '', ...rest] = own.split('-');
  const script = rest.find((subtag) => /^[a-z]{4}$/.test(subtag));
  const region = rest.find((subtag) => /^[a-z]{2}$/.test(subtag));
  const isUsual = LANGUAGES.has(primary) !== OTHERWISE_IN.has(`${primary}-${region}`);
  return (script === undefined ? isUsual : SCRIPTS.has(script)) ? 'rtl' : 'ltr';
}

/** Scripts that run from right to left. */
const SCRIPTS = wordSet(`
  adlm arab aran armi avst chrs cprt elym gara hatr hebr hung khar lydi mand mani mend merc mero narb nbat nkoo orkh
  ougr palm phli phlp phnx prti rohg samr sarb sogd sogo syrc syre syrj syrn thaa yezi
`);

/** Languages that are usually written in one of them. */
const LANGUAGES = wordSet(`
  ae ar dv fa he iw ji ks ps sd ug ur yi aao abh abv acm acq acw acx adf aeb aec aee aeq afb aib aii aij aiq ajp ajt
  aju amw apc apd ara arb arc arq ars ary arz ask atn auj auz avd ave avl ayh ayl ayn ayp azb bal bcc bdz bej bft bgn
  bgp bhe bhm bhn bjf bjm bqi brh brk bsh bsk chg cja ckb cld clh czk dcc def deh dgl div dmk dml drw ecy esh fas fay
  faz fia fub gbz ggg gha ghr gig gjk gju glh glk grr gwc gwf gwt gzi hac haz hbo heb hkh hnd hno hoh hrt hrz hss huy
  isk itk jad jat jbe jbn jdg jnd jog jpa jpr jrb jye kas kbu kby kcy kfm khw klj kmz kqd ktl kvx kxp kzh lad lah lhs
  lki lrc lrk lrl lsa lsd lss luv luz mby mde mey mfa mfi mhj mid mki mnj mve mvy myz mzb mzn nli nlm nqo ntz nyq oar
  obm odk oru ota otk oui pal pbt pbu per pes pgd phl phn phr phv plk pmu pnb prc prd prs prx psh psi pst pus qxq rdb
  rhg rmt sam sbn scl sdb sdf sdg sdh sds sgl sgr sgy shd shm shu shv siy siz skr smp smy snd sog sqo sqt srh srz ssh
  sts swb syc syn syr tjo tks tmr tnf tov tra trg trm trw uig urd ush uzs vaf vgr vmh wbk wlo wne wni wsv xco xhe xka
  xkc xkj xkp xld xly xmn xmr xna xpr xsa xvi ydd ydg yhd yid yih yud zba zdj zrp zum
`);

/** Where a language of the table is not, or another one is. */
const OTHERWISE_IN = wordSet(`
  az-iq az-ir aze-iq aze-ir azj-iq azj-ir ha-cm ha-sd hau-cm hau-sd kaz-af kaz-cn kaz-ir kaz-mn kir-cn kk-af kk-cn
  kk-ir kk-mn kmr-iq kmr-ir kmr-lb ku-iq ku-ir ku-lb kur-iq kur-ir kur-lb ky-cn may-cc ms-cc msa-cc pa-pk pan-pk tg-pk
  tgk-pk uz-af uzb-af uzn-af zsm-cc mey-sn sd-in snd-in ug-kz ug-mn uig-kz uig-mn
`);
