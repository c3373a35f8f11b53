import './page.css';

import { createRoot } from 'react-dom/client';
import { App } from './App.js';
import { createClient } from './client/client.js';
import { createActions } from './state/actions.js';
import { reduce } from './state/reduce.js';
import type { Event, State } from './state/state.js';
import { atFirst } from './state/state.js';
import { createStore } from './state/store.js';

const store = createStore<State, Event>(reduce, atFirst);
const actions = createActions(createClient(fetch.bind(window)), store);
const root = document.getElementById('page');
if (root) createRoot(root).render(<App store={store} actions={actions} />);
void actions.open();
