// The island that draws the way of a dossier (web/templates/kit/diagram.html); ./diagram/ says how.
import "./css/viewer.css";
import NavigatedViewer from "bpmn-js/lib/NavigatedViewer";
import { draw } from "./diagram/figure.js";

for (const figure of document.querySelectorAll("[data-diagram]")) draw(figure, NavigatedViewer);
