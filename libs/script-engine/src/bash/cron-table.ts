/** The commands of a crontab; `withUser` for the system's own, whose lines name a user first. */
export function cronCommands(text: string, withUser: boolean): string[] {
  const out: string[] = [];
  if (text.length > 200_000) return out;
  for (const line of text.split('\n').slice(0, 500)) {
    const match = /^[\s\uE000-\uEFFF]*(?:@\w+|[\d*/,-]+(?:\s+[\w*/,-]+){4})\s+(\S[^]*)$/.exec(line);
    const command = withUser ? match?.[1]?.replace(/^\S+\s+/, '') : match?.[1];
    if (command !== undefined && command !== '') out.push(command);
  }
  return out;
}
