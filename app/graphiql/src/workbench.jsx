import { useEffect } from "react";
import { GraphiQL } from "graphiql";
import { useGraphiQL } from "@graphiql/react";

/**
 * GraphiQL with the tour in its tabs.
 *
 * @param {object} props
 * @param {import("@graphiql/toolkit").Fetcher} props.fetcher
 * @param {Storage} props.storage
 * @param {import("./identifiers.mjs").Identifiers} props.identifiers
 * @param {import("./config.mjs").PageConfig["tabs"]} props.tour opened for a first visit only
 * @param {() => void} props.onTour the person asks for the tour again
 */
export function Workbench({ fetcher, storage, identifiers, tour, onTour }) {
  return (
    <GraphiQL
      fetcher={fetcher}
      storage={storage}
      defaultTabs={tour}
      defaultEditorToolsVisibility="variables"
    >
      <GraphiQL.Logo>
        <button type="button" className="tour" onClick={onTour}>
          Tour
        </button>
        <strong>ONE Graph</strong>
      </GraphiQL.Logo>
      <VariableFiller identifiers={identifiers} />
    </GraphiQL>
  );
}

/** Fills in the variables of a tab when it is opened. */
function VariableFiller({ identifiers }) {
  const tab = useGraphiQL(({ tabs, activeTabIndex }) => tabs[activeTabIndex]);
  const editor = useGraphiQL(({ variableEditor }) => variableEditor);
  useEffect(() => {
    if (!editor) return;
    const text = editor.getValue();
    // GraphiQL starts with the first tab's variables left out of the editor.
    const filled = identifiers.fill(tab.id, text || (tab.variables ?? ""));
    if (filled !== text) editor.setValue(filled);
  }, [tab.id, editor]);
  return null;
}
