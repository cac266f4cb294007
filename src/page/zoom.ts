import { byId } from './dom.js';

interface View {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How many times the map may be enlarged. */
const MOST = 24;
const STEP = 1.6;

/** Enlarges a map and moves it, by buttons, Ctrl and the wheel, or dragging. */
export class Zoom {
  /** True while the press of a button moves the map: its end is no click. */
  dragged = false;
  readonly #svg: SVGSVGElement;
  readonly #whole: View;
  #view: View;

  constructor(svg: SVGSVGElement) {
    this.#svg = svg;
    const { x, y, width, height } = svg.viewBox.baseVal;
    this.#whole = { x, y, width, height };
    this.#view = this.#whole;
    byId('zoom-plus').addEventListener('click', () => this.#by(STEP));
    byId('zoom-moins').addEventListener('click', () => this.#by(1 / STEP));
    byId('zoom-tout').addEventListener('click', () => this.#set(this.#whole));
    svg.addEventListener(
      'wheel',
      (event) => {
        // Without Ctrl the wheel scrolls the page.
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.#by(event.deltaY < 0 ? STEP : 1 / STEP, this.#place(event));
      },
      { passive: false },
    );
    svg.addEventListener('pointerdown', (event) => this.#drag(event));
  }

  /** Brings a part into view when the map is enlarged. */
  show(box: View): void {
    const { x, y, width, height } = this.#view;
    const inside = box.x >= x && box.y >= y && box.x + box.width <= x + width && box.y + box.height <= y + height;
    if (inside) return;
    this.#set({ ...this.#view, x: box.x + box.width / 2 - width / 2, y: box.y + box.height / 2 - height / 2 });
  }

  #by(factor: number, around = { x: this.#view.x + this.#view.width / 2, y: this.#view.y + this.#view.height / 2 }): void {
    const width = Math.min(this.#whole.width, Math.max(this.#whole.width / MOST, this.#view.width / factor));
    const share = width / this.#view.width;
    this.#set({
      x: around.x - (around.x - this.#view.x) * share,
      y: around.y - (around.y - this.#view.y) * share,
      width,
      height: this.#view.height * share,
    });
  }

  #set(view: View): void {
    const within = (at: number, size: number, from: number, length: number): number => Math.max(from, Math.min(at, from + length - size));
    const { x, y, width, height } = this.#whole;
    this.#view = { ...view, x: within(view.x, view.width, x, width), y: within(view.y, view.height, y, height) };
    this.#svg.setAttribute('viewBox', [this.#view.x, this.#view.y, this.#view.width, this.#view.height].map((n) => n.toFixed(2)).join(' '));
    // Borders keep their width on the screen.
    this.#svg.style.setProperty('--loupe', (this.#view.width / width).toFixed(4));
  }

  /** Where in the map a pointer is. */
  #place(event: MouseEvent): { x: number; y: number } {
    const frame = this.#svg.getBoundingClientRect();
    return {
      x: this.#view.x + ((event.clientX - frame.left) / frame.width) * this.#view.width,
      y: this.#view.y + ((event.clientY - frame.top) / frame.height) * this.#view.height,
    };
  }

  #drag(start: PointerEvent): void {
    this.dragged = false;
    if (start.button !== 0 || this.#view.width >= this.#whole.width) return;
    const from = this.#view;
    const scale = from.width / this.#svg.getBoundingClientRect().width;
    const move = (event: PointerEvent): void => {
      const dx = event.clientX - start.clientX;
      const dy = event.clientY - start.clientY;
      if (Math.hypot(dx, dy) > 4) this.dragged = true;
      if (this.dragged) this.#set({ ...from, x: from.x - dx * scale, y: from.y - dy * scale });
    };
    const end = (): void => {
      window.removeEventListener('pointermove', move);
      window.removeEventListener('pointerup', end);
      window.removeEventListener('pointercancel', end);
    };
    window.addEventListener('pointermove', move);
    window.addEventListener('pointerup', end);
    window.addEventListener('pointercancel', end);
  }
}
