/** Something that a browser loads. */
export interface StaticFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
