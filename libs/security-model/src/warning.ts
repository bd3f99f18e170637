/** Something in the input that was not read as it stood, and where: `path` is a JSON path such as `$.alerts[3].evidence[0].verdict`. */
export interface ParseWarning {
  path: string;
  message: string;
}
