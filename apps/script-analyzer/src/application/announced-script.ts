import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { announcementOf, type VerifiedCard } from '@attest/cards';
import type { ScriptSubmitted } from '@attest/contracts';

const unpack = promisify(gunzip);

/** Characters of a script that travel with its card. */
const longestScript = 400_000;

/**
 * What is told of a script's card. The script goes along where it is text and fits, so that whoever listens can hold another
 * explanation against the same script.
 */
export async function announcedScript(card: VerifiedCard, { content, language, fileName }: ScriptSubmitted): Promise<ReturnType<typeof announcementOf>> {
  const text = textOf(await unpack(Buffer.from(content, 'base64'), { maxOutputLength: longestScript * 4 }).catch(() => undefined));
  if (text === undefined) return announcementOf(card, card);
  const whole = announcementOf(card, { ...card, script: { text, ...(language === undefined ? {} : { language }), ...(fileName === undefined ? {} : { fileName }) } });
  return whole.card === undefined ? announcementOf(card, card) : whole;
}

function textOf(bytes: Buffer | undefined): string | undefined {
  const text = bytes?.toString('utf8');
  return text !== undefined && text.length <= longestScript && Buffer.from(text).equals(bytes as Buffer) ? text : undefined;
}
