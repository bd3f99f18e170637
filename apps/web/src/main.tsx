import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import './app/base.css';

const place = document.getElementById('root');
if (place) createRoot(place).render(<App />);
