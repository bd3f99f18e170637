/** The message in a JSON error body of the REST or GraphQL door. */
export function sentenceOf(body: string): string | undefined {
  try {
    const parsed = JSON.parse(body) as { message?: unknown; error?: { message?: unknown } | string; errors?: { message?: unknown }[] };
    const nested = typeof parsed.error === 'object' ? parsed.error.message : parsed.error;
    const found = [parsed.message, parsed.errors?.[0]?.message, nested].find((candidate) => typeof candidate === 'string' && candidate.length > 0);
    return typeof found === 'string' ? found : undefined;
  } catch {
    return undefined;
  }
}
