import type { FileMetaData } from 'hyparquet';

import type { PriceBasis } from '../../src/core/instrument.js';

/** What a file of `writeParquet` says of its bars, so that they are not mistaken for others. */
export interface FileNote {
  readonly symbol: string;
  readonly interval: string;
  readonly adjustment: PriceBasis;
  /** What the time column is. */
  readonly stamp: 'open';
  readonly calendar: string;
  readonly currency: string;
}

export const NOTE = 'barstream';

/** The note in a file, or `undefined` in files of others. */
export function noteOf(metadata: FileMetaData): FileNote | undefined {
  return jsonOf(metadata, NOTE) as FileNote | undefined;
}

/** The zone that pandas has noted for a column, or `undefined`. */
export function pandasZone(metadata: FileMetaData, column: string): string | undefined {
  const pandas = jsonOf(metadata, 'pandas') as
    | {
        readonly columns?: readonly {
          readonly field_name?: string;
          readonly name?: string;
          readonly metadata?: { readonly timezone?: string } | null;
        }[];
      }
    | undefined;
  return pandas?.columns?.find(({ field_name, name }) => field_name === column || name === column)?.metadata?.timezone ?? undefined;
}

function jsonOf({ key_value_metadata = [] }: FileMetaData, key: string): unknown {
  const text = key_value_metadata.find((one) => one.key === key)?.value;
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
