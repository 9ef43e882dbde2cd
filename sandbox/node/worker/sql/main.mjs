export { PrivateDatabase } from './private_database.mjs';
