import { DuckDBInstance } from '@duckdb/node-api';

/** Hands on the rows of a query that names its file `$path`, with as many threads as DuckDB takes. */
export async function eachRow(query, path, take) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const result = await connection.stream(query, { path });
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; chunk = await result.fetchChunk()) {
    for (const row of chunk.getRows()) take(row);
  }
}
