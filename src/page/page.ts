import type { ReportData } from '../outputs/report/form.js';
import { byId } from './dom.js';
import { markDistribution } from './distribution.js';
import { startMap } from './map-view.js';
import { Sheet } from './sheet.js';
import { startTable } from './table.js';

/** The page of a report: the map, the sheets and the table move together. */
const data = JSON.parse(byId('donnees').textContent) as ReportData;
const sheet = new Sheet(data, (unit) => map?.select(unit), markDistribution);
const open = (unit: number): void => {
  sheet.open(unit);
};
const map = startMap(data, open);
startTable(data, open);
