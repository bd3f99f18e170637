/** The value of a PowerShell number literal with its sign, suffix and unit (about_Numeric_Literals). */
export function numberValue(text: string): number {
  const lower = text.toLowerCase();
  const unit = /([kmgtp])b$/.exec(lower)?.[1];
  const hex = /^([+-]?)0x/.exec(lower);
  const digits = lower.replace(/[kmgtp]b$/, '').replace(hex === null ? /[a-df-z]+$/ : /(?:[ul]|us)+$/, '');
  const value = hex === null ? Number(digits) : Number(digits.replace(/^[+-]/, '')) * (hex[1] === '-' ? -1 : 1);
  // A hex literal of eight digits is an Int32: its top bit is its sign.
  const signed = hex !== null && /^0x[89a-f][0-9a-f]{7}$/.test(digits) ? value - 0x1_0000_0000 : value;
  return unit === undefined ? signed : signed * 1024 ** ('kmgtp'.indexOf(unit) + 1);
}
