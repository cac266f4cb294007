import { FONT_FAMILY, fontFiles } from './font.js';

/**
 * The PNG of an SVG, `width` pixels wide. Text is drawn with the DejaVu fonts that the program brings:
 * those of the machine are not looked at, so that the bytes are the same everywhere.
 */
export async function pngOf(svg: string, width: number): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const family = 'DejaVu Sans';
  const resvg = new Resvg(svg.replace(FONT_FAMILY, family), {
    fitTo: { mode: 'width', value: width },
    font: { fontFiles: fontFiles(), loadSystemFonts: false, defaultFontFamily: family },
    background: '#ffffff',
  });
  return resvg.render().asPng();
}
