import { main } from './main';

// A reader that went away (`| head`) is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

await main(process.argv.slice(2));
// Keep-alive connections to the API server would hold the process for seconds.
process.exit();
