/** The package comes without its types. */
declare module 'hyparquet-writer' {
  import type { CompressionCodec, SchemaElement } from 'hyparquet';

  export function parquetWriteBuffer(options: {
    readonly columnData: readonly { readonly name: string; readonly data: readonly unknown[]; readonly type?: string }[];
    readonly schema?: readonly SchemaElement[];
    readonly codec?: CompressionCodec;
    readonly compressors?: Partial<Record<CompressionCodec, (input: Uint8Array) => Uint8Array>>;
    readonly rowGroupSize?: number;
    readonly pageSize?: number;
  }): ArrayBuffer;
}
