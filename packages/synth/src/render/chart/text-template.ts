import { fillTemplate } from '../shared/template';

/** Fills a text of the chart's own `templates/`. */
export const renderText = (file: string, values: object): string => fillTemplate(__dirname, file, values);
