import { createRoot } from "react-dom/client";
import { readConfig } from "./config.mjs";
import { createFetcher } from "./fetcher.mjs";
import { Identifiers } from "./identifiers.mjs";
import { Session } from "./session.mjs";
import { ownStorage } from "./storage.mjs";
import { reopenTour } from "./tour.mjs";
import { Workbench } from "./workbench.jsx";
import { installWorkers } from "./workers.mjs";
import "graphiql/style.css";
import "./page.css";

const config = readConfig(document);
const storage = ownStorage(localStorage);
const identifiers = new Identifiers(storage, config.known);

installWorkers(config.workers);
createRoot(document.getElementById("graphiql")).render(
  <Workbench
    fetcher={createFetcher(config.endpoint, new Session(config), identifiers)}
    storage={storage}
    identifiers={identifiers}
    tour={config.tabs}
    onTour={() => {
      reopenTour(storage, config.tabs);
      location.reload();
    }}
  />,
);
