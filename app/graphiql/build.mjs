/**
 * Bundles the page into `dist/`: every file named after its content, nothing fetched from
 * elsewhere. `manifest.json`, written last, tells the server the names of the entry points.
 */
import { rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { build } from "esbuild";

const DIST = join(import.meta.dirname, "dist");

const ENTRY_POINTS = {
  page: "src/page.jsx",
  editor: "monaco-editor/esm/vs/editor/editor.worker.js",
  json: "monaco-editor/esm/vs/language/json/json.worker.js",
  graphql: "monaco-graphql/esm/graphql.worker.js",
};

/** GraphiQL asks for these as ES modules, which only the new names of Prettier's plugins are. */
const ALIASES = {
  "prettier/parser-babel": "prettier/plugins/babel",
  "prettier/parser-graphql": "prettier/plugins/graphql",
};

/** GraphiQL's own style sheet already holds the editor's. */
const withoutEditorStyles = {
  name: "without-editor-styles",
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]monaco-editor[\\/].*\.css$/ }, () => ({ contents: "", loader: "css" }));
  },
};

/** @returns {Promise<import("esbuild").Metafile>} what was written, and from which entry point */
async function bundle() {
  const { metafile } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ENTRY_POINTS,
    outdir: DIST,
    entryNames: "[name]-[hash]",
    chunkNames: "chunk-[hash]",
    alias: ALIASES,
    bundle: true,
    splitting: true,
    format: "esm",
    target: "es2022",
    minify: true,
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"production"' },
    legalComments: "linked",
    metafile: true,
    plugins: [withoutEditorStyles],
    logLevel: "warning",
  });
  return metafile;
}

/**
 * @param {import("esbuild").Metafile} metafile
 * @returns {{scripts: Record<string, string>, style: string}} file names by entry point
 */
function manifest({ outputs }) {
  const written = Object.entries(outputs);
  const scripts = Object.fromEntries(
    Object.keys(ENTRY_POINTS).map((name) => {
      const [path] = written.find(
        ([file, { entryPoint }]) => entryPoint && basename(file).startsWith(`${name}-`),
      );
      return [name, basename(path)];
    }),
  );
  const page = written.find(([file]) => basename(file) === scripts.page)[1];
  return { scripts, style: basename(page.cssBundle) };
}

await rm(DIST, { recursive: true, force: true });
const metafile = await bundle();
await writeFile(join(DIST, "manifest.json"), JSON.stringify(manifest(metafile)));
