import { fuzzystrmatch } from '@electric-sql/pglite/contrib/fuzzystrmatch';
import { vector } from '@electric-sql/pglite-pgvector';

/** Those that elizaOS's own database has. */
export const EXTENSIONS = { vector, fuzzystrmatch };
