/** A place in a script: a layer, perhaps a line of it, perhaps the characters of the layer that matter there. */
export interface ScriptPlace {
  layer: number;
  line?: number;
  start?: number;
  end?: number;
}

const form = /^#layer-(\d{1,4})(?:-line-(\d{1,7}))?(?:-at-(\d{1,9})-(\d{1,9}))?$/;

/** The place that the fragment of an address names; undefined for any other fragment. */
export function readPlace(hash: string): ScriptPlace | undefined {
  const found = form.exec(hash);
  if (!found) return undefined;
  const [layer, line, start, end] = found.slice(1).map((digits: string | undefined) => (digits === undefined ? undefined : Number(digits)));
  if (layer === undefined) return undefined;
  return { layer, ...(line && { line }), ...(start !== undefined && end !== undefined && end > start && { start, end }) };
}

/** The fragment of an address that leads to a place: `#layer-2-line-14-at-310-342`. */
export function placeHash({ layer, line, start, end }: ScriptPlace): string {
  return `#layer-${layer}${line === undefined ? '' : `-line-${line}`}${start === undefined || end === undefined ? '' : `-at-${start}-${end}`}`;
}

/** The place in words, as on a button: `2:14`. */
export function placeMark({ layer, line }: ScriptPlace): string {
  return `${layer}:${line ?? 1}`;
}
