import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where the first of these programs lies that is installed; undefined where none is. */
export function findProgram(...names) {
  const places = process.env.PATH.split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name)));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const findBrowser = () => findProgram('chromium', 'chromium-browser', 'google-chrome');
