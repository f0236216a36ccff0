// Google Base (namespace g): goods, jobs, places and people in entries. The service is gone; Google Merchant Center took its
// words over, loosened some and goes on adding others, which are taken as they are (walk.ts).
import { positionOf } from '../document.ts';
import { type Check, type ChildTable, elements, many, one, placeOf, text } from '../model.ts';
import { iso8601AnyTime, iso8601Date } from '../values/dates.ts';
import { nonNegativeInteger, positiveInteger } from '../values/numbers.ts';
import { fitting, matching, oneOf, oneOfAnyCase, plainText } from '../values/texts.ts';
import { absoluteUri } from '../values/uris.ts';
import { COUNTRIES } from './media-vocabulary.ts';

const label = one(text('extension', plainText));
const valued = (...checks: Check[]) => one(text('extension', ...checks));

function rows(names: string, row: ChildTable[string]): ChildTable {
  return Object.fromEntries(names.split(' ').map((name) => [`g:${name}`, row]));
}

const amount = matching(/^\d{1,30}(?:\.\d{0,30})?\s{0,10}\w{0,30}$/, 'a number with a unit');
const startsWithNumber = matching(/^\d/, 'a number with a unit');
const TEN = 10;

function atMostTen(check: Check): ChildTable[string] {
  return many({
    ...text('extension', check),
    check(element, context) {
      if (positionOf(element) === TEN + 1)
        context.report('extension/too-many', { element: element.name, max: TEN }, placeOf(element));
    },
  });
}

const range = one(elements('extension', { 'g:start': valued(iso8601AnyTime), 'g:end': valued(iso8601AnyTime) }));
/** Of what may have a time behind it, whose offset needs no colon. Offers, courses and events end in the future. */
const dayOf: Check = (value, place, context) => iso8601AnyTime(value.replace(/T.*$/s, ''), place, context);
/** ISO 4217, with codes that were withdrawn since the service was described. */
const CURRENCIES: ReadonlySet<string> = new Set(
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZM AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BYR BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU CRC CSD CUC CUP CVE CYP CZK DJF DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHC GHS GIP GMD GNF GTQ GWP GYD HKD HNL HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LTL LVL LYD MAD MDL MGA MKD MMK MNT MOP MRO MRU MTL MUR MVR MWK MXN MXV MYR MZM MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR ROL RON RSD RUB RWF SAR SBD SCR SDD SDG SEK SGD SHP SIT SKK SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMM TMT TND TOP TRL TRY TTD TWD TZS UAH UGX USD USN USS UYI UYU UYW UZS VEB VED VEF VES VND VUV WST XAF XAG XAU XBA XBB XBC XBD XCD XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMK ZMW ZWD ZWG ZWL'.split(
    ' ',
  ),
);
const shipping = elements('extension', {
  'g:service': label,
  'g:country': valued(fitting((value) => COUNTRIES.has(value), 'a country of ISO 3166')),
  'g:price': valued(amount),
});

export const googleBase: ChildTable = {
  ...rows(
    'actor agent area apparel_type artist author brand color condition course course_number course_times cuisine delivery_notes education employer ethnicity format id immigration_status interested_in isbn job_function job_industry job_type main_ingredient make manufacturer manufacturer_id meal_type model model_number name_of_item_being_reviewed news_source occupation payment_notes property_type publication_name publication_volume review_type school_district service_type sexual_orientation size subject subject_area tax_region university upc vehicle_type vin',
    label,
  ),
  ...rows('age bathrooms bedrooms quantity', valued(nonNegativeInteger)),
  ...rows(
    'calories cholesterol cooking_time fiber hoa_dues salary saturated_fat servings sodium total_carbs total_fat',
    valued(startsWithNumber),
  ),
  ...rows('delivery_radius megapixels memory preparation_time price processor_speed protein weight', valued(amount)),
  ...rows('course_date_range event_date_range travel_date_range', range),
  'g:expiration_date': valued(matching(/^\d{4}-\d\d-\d\d(?:T\S{1,40})?$/, 'a day, as in 2026-07-04'), dayOf),
  'g:publish_date': valued(matching(/^\d{4}-\d\d-\d\d$/, 'a day, as in 2026-07-04'), iso8601Date),
  ...rows(
    'from_location to_location',
    valued(matching(/^[^,]*,[^,]*(?:,[^,]*)?$/, 'two or three parts with commas between')),
  ),
  ...rows('listing_type pickup', valued(oneOfAnyCase('true', 'false'))),
  'g:currency': valued(fitting((value) => CURRENCIES.has(value), 'a currency of ISO 4217')),
  'g:expiration_date_time': valued(iso8601AnyTime),
  'g:gender': valued(oneOfAnyCase('male', 'm', 'female', 'f', 'unisex')),
  'g:image_link': atMostTen(absoluteUri),
  'g:label': atMostTen(matching(/^[^,]*$/, 'one label without commas')),
  'g:location': valued(
    fitting((value) => {
      const parts = value.split(',');
      return parts.length === 5 && parts.every((part) => part.trim() !== '');
    }, 'street, city, state, postal code and country'),
  ),
  'g:marital_status': valued(oneOf('single', 'divorced', 'separated', 'widowed', 'married', 'in relationship')),
  'g:mileage': valued(matching(/^[\d,]{1,30}(?: .{0,100})?$/, 'a number with a unit')),
  'g:pages': valued(positiveInteger),
  'g:payment_accepted': many(
    text('extension', oneOf('Cash', 'Check', 'Visa', 'MasterCard', 'AmericanExpress', 'Discover', 'WireTransfer')),
  ),
  'g:price_type': valued(oneOf('negotiable', 'starting')),
  'g:rating': valued(oneOf('1', '2', '3', '4', '5')),
  'g:reviewer_type': valued(oneOf('editorial', 'user')),
  'g:salary_type': valued(oneOf('starting', 'negotiable')),
  'g:product_type': many(text('extension', plainText)),
  'g:shipping': many(shipping),
  'g:tax_percent': valued(
    fitting((value) => /^\d{1,3}(?:\.\d{0,20})?$/.test(value) && Number(value) <= 100, 'a number from 0 to 100'),
  ),
  'g:url_of_item_being_reviewed': valued(absoluteUri),
  'g:year': valued(matching(/^(?:19|20)\d\d$/, 'a year from 1900 on')),
};
