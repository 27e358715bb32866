/** How the page asks its preload script to hand a port to the main process, and the channel that it travels on: the only one there is. */
export const windowPort = 'pawl:port';

/** Where the window's page comes from. */
export const appOrigin = 'app://pawl';
