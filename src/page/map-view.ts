import { frenchNumber } from '../french.js';
import type { AreaLayer, CirclesLayer, ReportData } from '../outputs/report/form.js';
import { byId, make, makeSvg, maybeById, plain } from './dom.js';
import { towards } from './directions.js';
import { showLegend } from './legend.js';
import { Zoom } from './zoom.js';

/** What the rest of the page asks of the map. */
export interface MapView {
  /** Shows which unit is looked at, and brings it into view. */
  readonly select: (unit: number) => void;
}

/**
 * Brings the map to life: choice of the layer and the circles, pointing, clicks, the keyboard, and the search.
 *
 * @returns null on a page without a map
 */
export function startMap(data: ReportData, open: (unit: number) => void): MapView | null {
  const svg = maybeById<SVGSVGElement>('carte');
  return svg === null ? null : new LiveMap(svg, data, open);
}

class LiveMap implements MapView {
  readonly #data: ReportData;
  readonly #paths: ReadonlyMap<number, SVGPathElement>;
  readonly #zoom: Zoom;
  readonly #hatch: string;
  readonly #bubble = byId('bulle');
  readonly #pointer = byId<SVGPathElement>('viseur');
  #layer: AreaLayer;
  #circles: CirclesLayer | null = null;
  #cursor = -1;

  constructor(svg: SVGSVGElement, data: ReportData, open: (unit: number) => void) {
    this.#data = data;
    this.#hatch = svg.dataset['hatch'] ?? '#ffffff';
    this.#paths = new Map([...svg.querySelectorAll<SVGPathElement>('#unites path')].map((path) => [Number(path.dataset['u']), path]));
    this.#zoom = new Zoom(svg);
    const [first] = data.layers;
    if (first === undefined) throw new Error('A report has a layer');
    this.#layer = first;
    this.#listen(open);
    this.#search(open);
    this.#moveCursor([...this.#paths.keys()][0] ?? -1, false);
    showLegend(byId('legende'), this.#layer, null, this.#hatch, data.unitNames);
  }

  select(unit: number): void {
    const path = this.#paths.get(unit);
    if (path === undefined) return;
    this.#moveCursor(unit, false);
    this.#pointer.setAttribute('d', path.getAttribute('d') ?? '');
    this.#zoom.show(path.getBBox());
  }

  #listen(open: (unit: number) => void): void {
    const layers = byId<HTMLSelectElement>('couche');
    // A browser keeps the choice when a page is loaded again.
    layers.value = '0';
    layers.addEventListener('change', () => {
      this.#layer = this.#data.layers[Number(layers.value)] ?? this.#layer;
      this.#colour();
    });
    const circles = byId<HTMLSelectElement>('cercles-choix');
    circles.value = '';
    circles.addEventListener('change', () => {
      this.#circles = circles.value === '' ? null : (this.#data.circles[Number(circles.value)] ?? null);
      this.#drawCircles();
      this.#colour();
    });
    const units = byId<SVGGElement>('unites');
    units.addEventListener('pointermove', (event) => this.#point(event));
    units.addEventListener('pointerleave', () => {
      this.#bubble.hidden = true;
    });
    units.addEventListener('click', (event) => {
      const unit = unitOf(event.target);
      if (unit < 0 || this.#zoom.dragged) return;
      // The focus comes back here when the sheet closes.
      this.#moveCursor(unit, true);
      open(unit);
    });
    units.addEventListener('keydown', (event) => this.#key(event, open));
  }

  #colour(): void {
    for (const [unit, path] of this.#paths) {
      path.setAttribute('fill', this.#layer.legend[this.#layer.classes[unit] ?? -1]?.colour ?? this.#hatch);
    }
    this.#moveCursor(this.#cursor, false);
    showLegend(byId('legende'), this.#layer, this.#circles, this.#hatch, this.#data.unitNames);
  }

  #drawCircles(): void {
    const drawn = (this.#circles?.circles ?? []).flatMap(([unit, value, r]) => {
      const [cx, cy] = this.#data.places[unit] ?? [];
      return cx === undefined || cy === undefined ? [] : [makeSvg('circle', { cx, cy, r, class: value < 0 ? 'cercle manque' : 'cercle' })];
    });
    byId('cercles').replaceChildren(...drawn);
  }

  /** `Vénissieux : 141,6` and what the circle counts. */
  #told(unit: number): string {
    const value = this.#layer.values[unit] ?? null;
    const inWords = this.#layer.values.length === 0 ? this.#layer.legend[this.#layer.classes[unit] ?? -1]?.label : undefined;
    const text = inWords ?? (value === null ? 'sans valeur' : frenchNumber(value, this.#layer.decimals));
    const circle = this.#circles?.circles.find(([at]) => at === unit);
    const counted = this.#circles === null ? '' : ` ; ${frenchNumber(circle?.[1] ?? 0, this.#circles.decimals)} ${this.#circles.unit}`;
    return `${this.#data.names[unit] ?? ''} : ${text}${counted}`;
  }

  #point(event: PointerEvent): void {
    const unit = unitOf(event.target);
    this.#bubble.hidden = unit < 0;
    if (unit < 0) return;
    this.#bubble.textContent = this.#told(unit);
    const frame = byId('carte-cadre').getBoundingClientRect();
    const left = event.clientX - frame.left;
    const flip = left > frame.width * 0.6;
    this.#bubble.style.left = flip ? 'auto' : `${String(left + 14)}px`;
    this.#bubble.style.right = flip ? `${String(frame.width - left + 14)}px` : 'auto';
    this.#bubble.style.top = `${String(event.clientY - frame.top + 14)}px`;
  }

  /** One unit at a time stands in the order of the keyboard: arrows go from it to its neighbours. */
  #moveCursor(unit: number, focus: boolean): void {
    const before = this.#paths.get(this.#cursor);
    for (const name of ['tabindex', 'role', 'aria-label']) before?.removeAttribute(name);
    const path = this.#paths.get(unit);
    if (path === undefined) return;
    this.#cursor = unit;
    path.setAttribute('tabindex', '0');
    path.setAttribute('role', 'button');
    path.setAttribute('aria-label', `${this.#told(unit)}. Ouvrir la fiche`);
    if (focus) {
      path.focus();
      this.#pointer.setAttribute('d', path.getAttribute('d') ?? '');
    }
  }

  #key(event: KeyboardEvent, open: (unit: number) => void): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      open(this.#cursor);
      return;
    }
    const from = this.#paths.get(this.#cursor);
    if (from === undefined || !event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const next = towards(event.key, this.#cursor, this.#paths);
    if (next !== null) this.#moveCursor(next, true);
  }

  #search(open: (unit: number) => void): void {
    const field = byId<HTMLInputElement>('chercher');
    const label = (unit: number): string => `${this.#data.names[unit] ?? ''} (${this.#data.codes[unit] ?? ''})`;
    byId('unites-liste').replaceChildren(...this.#data.codes.map((_, unit) => make('option', { value: label(unit) })));
    const go = (): void => {
      const sought = plain(field.value.trim());
      if (sought === '') return;
      const all = this.#data.codes.map((code, unit) => ({ unit, code, name: plain(this.#data.names[unit] ?? ''), label: plain(label(unit)) }));
      const found = all.find((u) => u.label === sought || u.code.toLowerCase() === sought || u.name === sought) ?? all.find((u) => u.name.startsWith(sought));
      field.setAttribute('aria-invalid', String(found === undefined));
      if (found !== undefined) open(found.unit);
    };
    field.addEventListener('change', go);
  }
}

const unitOf = (target: EventTarget | null): number => (target instanceof SVGPathElement ? Number(target.dataset['u'] ?? -1) : -1);
