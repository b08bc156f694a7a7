// What stands for bpmn-js: it draws nothing, knows its elements, and notes what it is told.
export class Viewer {
  markers = [];
  numbers = [];
  view = { inner: { x: 0, y: 0, width: 0, height: 0 } };
  scale = 1;

  constructor({ elements = [], inner = { x: 10, y: 20, width: 1000, height: 300 }, size = { width: 600, height: 400 } } = {}) {
    this.elements = new Map(elements.map((element) => [element.id, element]));
    this.view = { inner };
    this.size = size;
  }

  get(service) {
    return {
      canvas: {
        addMarker: (id, marker) => this.markers.push(`${id} ${marker}`),
        getSize: () => this.size,
        viewbox: (box) => (box ? (this.shown = box) : this.view),
        zoom: (scale) => (scale ? (this.scale = scale) : this.scale),
      },
      elementRegistry: this.elements,
      overlays: { add: (id, kind, { html }) => this.numbers.push(`${id} ${kind} ${html.className} ${html.textContent}`) },
    }[service];
  }
}
