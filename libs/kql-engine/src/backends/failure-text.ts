/** What DuckDB says of a query that failed, without the class of the error: its first line. */
export function failureText(error: unknown): string {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  const [line = ''] = String(message).split('\n');
  return line.replace(/^(?!Out of Memory)[A-Z][A-Za-z ]{2,30} Error: /, '');
}
