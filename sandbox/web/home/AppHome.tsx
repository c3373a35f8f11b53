import { useMemo } from 'react';
import type { PageNames } from '../App.js';
import { BlockList, blocksOf } from '../blocks/index.js';
import type { Actions } from '../state/actions.js';
import type { HomeTab } from '../state/state.js';
import './home.css';

interface AppHomeProps {
  home: HomeTab;
  names: PageNames;
  appName: string;
  actions: Actions;
}

const place = { home: true } as const;

/** The app's Home tab as the app last published it for this person. */
export function AppHome({ home: { view, opening, problem }, names, appName, actions }: AppHomeProps) {
  const blocks = useMemo(() => blocksOf(view?.blocks), [view?.blocks]);
  const press = useMemo(() => (what: Parameters<Actions['press']>[1]) => actions.press(place, what), [actions]);
  const suggest = useMemo(() => (what: Parameters<Actions['suggest']>[1]) => actions.suggest(place, what), [actions]);
  return (
    <section className="app-home" aria-label="Home">
      <div className="app-home-page">
        {problem !== null && (
          <p className="home-problem" role="alert">
            {problem}
          </p>
        )}
        {view ? (
          <BlockList
            blocks={blocks}
            place={place}
            names={names}
            press={press}
            suggest={suggest}
            upload={actions.upload}
          />
        ) : (
          problem === null && (
            <p className="home-waiting" role="status">
              {opening === 'yes' ? `${appName} is preparing this page …` : `${appName} has shown nothing here yet.`}
            </p>
          )
        )}
      </div>
    </section>
  );
}
