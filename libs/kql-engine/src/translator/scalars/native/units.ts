/** How many of the base unit one unit is. */
type Factors = Readonly<Record<string, number>>;

const angles: Factors = {
  Radian: 1, Degree: Math.PI / 180, Arcminute: Math.PI / 10_800, Arcsecond: Math.PI / 648_000, Gradian: Math.PI / 200, Revolution: 2 * Math.PI,
  NatoMil: Math.PI / 3200, Centiradian: 1e-2, Deciradian: 0.1, Milliradian: 1e-3, Microradian: 1e-6, Nanoradian: 1e-9,
  Millidegree: Math.PI / 180e3, Microdegree: Math.PI / 180e6, Nanodegree: Math.PI / 180e9,
};

const btu = 1055.05585262;
const electronVolt = 1.602176565e-19;
const energies: Factors = {
  Joule: 1, Millijoule: 1e-3, Kilojoule: 1e3, Megajoule: 1e6, Gigajoule: 1e9, Terajoule: 1e12, Petajoule: 1e15,
  BritishThermalUnit: btu, KilobritishThermalUnit: btu * 1e3, MegabritishThermalUnit: btu * 1e6, GigabritishThermalUnit: btu * 1e9,
  Calorie: 4.184, Kilocalorie: 4184, Megacalorie: 4.184e6,
  ElectronVolt: electronVolt, KiloelectronVolt: electronVolt * 1e3, MegaelectronVolt: electronVolt * 1e6, GigaelectronVolt: electronVolt * 1e9,
  TeraelectronVolt: electronVolt * 1e12,
  Erg: 1e-7, FootPound: 1.355817948, HorsepowerHour: 2.6845195377e6,
  WattHour: 3600, KilowattHour: 3.6e6, MegawattHour: 3.6e9, GigawattHour: 3.6e12, TerawattHour: 3.6e15,
  WattDay: 86_400, KilowattDay: 8.64e7, MegawattDay: 8.64e10, GigawattDay: 8.64e13, TerawattDay: 8.64e16,
  ThermEc: 1.05505585262e8, ThermUs: 1.054804e8, ThermImperial: 1.05505585257348e8,
  DecathermEc: 1.05505585262e9, DecathermUs: 1.054804e9, DecathermImperial: 1.05505585257348e9,
};

const forces: Factors = {
  Newton: 1, Decanewton: 10, Kilonewton: 1e3, Meganewton: 1e6, Millinewton: 1e-3, Micronewton: 1e-6, Dyn: 1e-5,
  KilogramForce: 9.80665, KiloPond: 9.80665, TonneForce: 9806.65, PoundForce: 4.4482216152605, KilopoundForce: 4448.2216152605,
  OunceForce: 4.4482216152605 / 16, Poundal: 0.1382550279897304, ShortTonForce: 8896.443230521,
};

const lightYear = 9.46073047258e15;
const parsec = 3.08567758128e16;
const surveyFoot = 1200 / 3937;
const lengths: Factors = {
  Meter: 1, Angstrom: 1e-10, AstronomicalUnit: 1.495978707e11, Centimeter: 1e-2, Decimeter: 0.1, Decameter: 10, Hectometer: 100, Kilometer: 1e3,
  Millimeter: 1e-3, Micrometer: 1e-6, Nanometer: 1e-9, Megameter: 1e6, Gigameter: 1e9,
  Foot: 0.3048, Inch: 0.0254, Yard: 0.9144, Mile: 1609.344, NauticalMile: 1852, Fathom: 1.8288, Chain: 20.1168, Hand: 0.1016, Shackle: 27.432,
  DataMile: 1828.8, Mil: 2.54e-5, Microinch: 2.54e-8, UsSurveyFoot: surveyFoot, Twip: 0.0254 / 1440, PrinterPoint: 0.0254 / 72.27, PrinterPica: 0.0254 * 12 / 72.27,
  DtpPoint: 0.0254 / 72, DtpPica: 0.0254 / 6, SolarRadius: 6.9551e8,
  LightYear: lightYear, KilolightYear: lightYear * 1e3, MegalightYear: lightYear * 1e6, Parsec: parsec, Kiloparsec: parsec * 1e3, Megaparsec: parsec * 1e6,
};

const pound = 0.45359237;
const masses: Factors = {
  Kilogram: 1, Gram: 1e-3, Centigram: 1e-5, Decigram: 1e-4, Decagram: 1e-2, Hectogram: 0.1, Milligram: 1e-6, Microgram: 1e-9, Nanogram: 1e-12,
  Tonne: 1e3, Kilotonne: 1e6, Megatonne: 1e9, Pound: pound, Kilopound: pound * 1e3, Megapound: pound * 1e6, Ounce: pound / 16, Grain: pound / 7000,
  Stone: pound * 14, Slug: 14.593902937206, ShortHundredweight: pound * 100, ShortTon: pound * 2000, LongHundredweight: pound * 112, LongTon: pound * 2240,
  EarthMass: 5.9722e24, SolarMass: 1.98947e30,
};

const speedLengths: Factors = {
  Centimeter: 1e-2, Decimeter: 0.1, Foot: 0.3048, Inch: 0.0254, Kilometer: 1e3, Meter: 1, Micrometer: 1e-6, Millimeter: 1e-3, Nanometer: 1e-9,
  UsSurveyFoot: surveyFoot, Yard: 0.9144,
};
const speeds: Factors = {
  ...Object.fromEntries(Object.entries(speedLengths).flatMap(([name, length]) => [
    [`${name}PerSecond`, length], [`${name}PerMinute`, length / 60], [`${name}PerHour`, length / 3600],
  ])),
  Knot: 1852 / 3600, MilePerHour: 0.44704, Mach: 340.29,
};

const usGallon = 0.003785411784;
const imperialGallon = 0.00454609;
const volumes: Factors = {
  CubicMeter: 1, CubicCentimeter: 1e-6, CubicDecimeter: 1e-3, CubicMillimeter: 1e-9, CubicMicrometer: 1e-18, CubicHectometer: 1e6, CubicKilometer: 1e9,
  CubicFoot: 0.3048 ** 3, HectocubicFoot: 0.3048 ** 3 * 100, KilocubicFoot: 0.3048 ** 3 * 1e3, MegacubicFoot: 0.3048 ** 3 * 1e6,
  HectocubicMeter: 100, KilocubicMeter: 1e3, CubicInch: 0.0254 ** 3, CubicYard: 0.9144 ** 3, CubicMile: 1609.344 ** 3, AcreFoot: 1233.48183754752,
  Liter: 1e-3, Milliliter: 1e-6, Centiliter: 1e-5, Deciliter: 1e-4, Hectoliter: 0.1, Kiloliter: 1, Megaliter: 1e3, Microliter: 1e-9, Nanoliter: 1e-12,
  UsGallon: usGallon, KilousGallon: usGallon * 1e3, MegausGallon: usGallon * 1e6, UsQuart: usGallon / 4, UsPint: usGallon / 8, UsOunce: usGallon / 128,
  UsTablespoon: usGallon / 256, UsTeaspoon: usGallon / 768, UsCustomaryCup: usGallon / 16, UsBeerBarrel: usGallon * 31, OilBarrel: usGallon * 42,
  UsLegalCup: 2.4e-4, MetricCup: 2.5e-4, MetricTeaspoon: 5e-6, AuTablespoon: 2e-5, UkTablespoon: 1.5e-5, BoardFoot: 0.3048 ** 3 / 12,
  ImperialGallon: imperialGallon, KiloimperialGallon: imperialGallon * 1e3, MegaimperialGallon: imperialGallon * 1e6, ImperialPint: imperialGallon / 8,
  ImperialQuart: imperialGallon / 4, ImperialOunce: imperialGallon / 160, ImperialBeerBarrel: imperialGallon * 36, DecausGallon: usGallon * 10, DeciusGallon: usGallon / 10,
};

/** Kinds of units that differ by a factor. */
export const unitFactors: Readonly<Record<string, Factors>> = {
  angle: angles, energy: energies, force: forces, length: lengths, mass: masses, speed: speeds, volume: volumes,
};

interface Scale {
  /** kelvin = value * factor + offset */
  factor: number;
  offset: number;
}

/** Scales of temperature against kelvin. */
export const temperatureScales: Readonly<Record<string, Scale>> = {
  Kelvin: { factor: 1, offset: 0 },
  DegreeCelsius: { factor: 1, offset: 273.15 },
  MillidegreeCelsius: { factor: 1e-3, offset: 273.15 },
  DegreeFahrenheit: { factor: 5 / 9, offset: (459.67 * 5) / 9 },
  DegreeRankine: { factor: 5 / 9, offset: 0 },
  DegreeReaumur: { factor: 5 / 4, offset: 273.15 },
  DegreeDelisle: { factor: -2 / 3, offset: 373.15 },
  DegreeNewton: { factor: 100 / 33, offset: 273.15 },
  DegreeRoemer: { factor: 40 / 21, offset: 273.15 - (7.5 * 40) / 21 },
  SolarTemperature: { factor: 5778, offset: 0 },
};
