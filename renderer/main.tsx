import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './main.css';
import { createRoot } from 'react-dom/client';
import { z } from 'zod';
import { App } from './app.tsx';

// The content security policy refuses code made from text; zod would try, and be told off in the console.
z.config({ jitless: true });

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no place for the application');
createRoot(root).render(<App />);
