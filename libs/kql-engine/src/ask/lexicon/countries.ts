const named = `Afghanistan AF|Albania AL|Algeria DZ|Argentina AR|Armenia AM|Australia AU|Austria AT|Azerbaijan AZ|Bahrain BH|Bangladesh BD|Belarus BY|Belgium BE|Bolivia BO|Bosnia BA|Brazil BR|Bulgaria BG|Cambodia KH|Cameroon CM|Canada CA|Chile CL|China CN|Colombia CO|Costa Rica CR|Croatia HR|Cuba CU|Cyprus CY|Czech Republic CZ|Czechia CZ|Denmark DK|Dominican Republic DO|Ecuador EC|Egypt EG|Estonia EE|Ethiopia ET|Finland FI|France FR|Georgia GE|Germany DE|Ghana GH|Greece GR|Guatemala GT|Hong Kong HK|Hungary HU|Iceland IS|India IN|Indonesia ID|Iran IR|Iraq IQ|Ireland IE|Israel IL|Italy IT|Japan JP|Jordan JO|Kazakhstan KZ|Kenya KE|Kuwait KW|Latvia LV|Lebanon LB|Libya LY|Lithuania LT|Luxembourg LU|Malaysia MY|Malta MT|Mexico MX|Moldova MD|Mongolia MN|Morocco MA|Myanmar MM|Nepal NP|Netherlands NL|the Netherlands NL|New Zealand NZ|Nigeria NG|North Korea KP|Norway NO|Oman OM|Pakistan PK|Panama PA|Paraguay PY|Peru PE|Philippines PH|Poland PL|Portugal PT|Qatar QA|Romania RO|Russia RU|Saudi Arabia SA|Senegal SN|Serbia RS|Singapore SG|Slovakia SK|Slovenia SI|South Africa ZA|South Korea KR|Korea KR|Spain ES|Sri Lanka LK|Sudan SD|Sweden SE|Switzerland CH|Syria SY|Taiwan TW|Tanzania TZ|Thailand TH|Tunisia TN|Turkey TR|Uganda UG|Ukraine UA|United Arab Emirates AE|UAE AE|United Kingdom GB|UK GB|Great Britain GB|England GB|United States of America US|United States US|USA US|U.S. US|US US|America US|Uruguay UY|Uzbekistan UZ|Venezuela VE|Vietnam VN|Yemen YE|Zimbabwe ZW`;

/** Two-letter codes by the name a country is called. */
export const countryCodes: ReadonlyMap<string, string> = new Map(named.split('|').map((row): [string, string] => [row.slice(0, -3), row.slice(-2)]));

/** In small letters these are something else. */
const words = /^(?:turkey|jordan|chad|chile|oman|georgia|mali|niger|guinea|malta|cuba|peru|panama|man)$/;
const lowered = [...countryCodes.keys()].map((name) => name.toLowerCase()).filter((name) => !words.test(name));

const names = [...countryCodes.keys(), ...lowered].sort((a, b) => b.length - a.length).map((name) => name.replace(/\./g, '\\.'));

/** Country names and codes after a word that a place follows. */
export const countryPattern = new RegExp(`(?<![\\w.-])(?:${names.join('|')})(?![\\w-])|(?<=\\b(?:from|in|outside|outside of|country|location|than|code|countries|is|are|and|or|,) (?:the )?)(?:${[...new Set(countryCodes.values())].filter((code) => !/^(?:IN|IT|IS|NO|AT|BE|SO|TO|DO|MY|ID|OS|IP)$/.test(code)).join('|')})(?![\\w.-])`, 'gu');
