import type { KeyboardEvent } from 'react';
import { memo, useEffect, useId, useRef, useState } from 'react';
import type { PersonFacts } from '../../page-contract.js';
import { plain } from '../composer/completion.js';
import { Avatar } from './Avatar.js';
import './people.css';

interface ActingAsProps {
  people: readonly PersonFacts[];
  me: string;
  actAs(id: string): void;
}

/** Whose eyes and hands one has, and the list to change it. */
export const ActingAs = memo(function ActingAs({ people, me, actAs }: ActingAsProps) {
  const [list, setList] = useState<'open' | 'shut'>('shut');
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const self = people.find(({ id }) => id === me);
  const name = self?.name ?? 'nobody';

  useEffect(() => {
    if (list === 'shut') return;
    const shut = ({ target }: Event) => {
      if (!box.current?.contains(target as Node)) setList('shut');
    };
    document.addEventListener('pointerdown', shut);
    return () => document.removeEventListener('pointerdown', shut);
  }, [list]);

  function shutList(): void {
    setList('shut');
    button.current?.focus();
  }

  return (
    <div className="acting" ref={box}>
      <button
        ref={button}
        type="button"
        className="acting-button"
        aria-label={`Acting as ${name}`}
        aria-haspopup="listbox"
        aria-expanded={list === 'open'}
        onClick={() => setList(list === 'open' ? 'shut' : 'open')}
      >
        <Avatar of="person" name={name} size={36} />
        <span className="acting-words">
          <span className="acting-label">Acting as</span>
          <span className="acting-name">{name}</span>
          <span className="acting-role">{self?.role || self?.title}</span>
        </span>
        <span aria-hidden="true">▾</span>
      </button>
      {list === 'open' && (
        <PeopleList
          people={people.filter(({ deleted }) => !deleted)}
          me={me}
          choose={(id) => {
            shutList();
            actAs(id);
          }}
          shut={shutList}
        />
      )}
    </div>
  );
});

interface PeopleListProps {
  people: PersonFacts[];
  me: string;
  choose(id: string): void;
  shut(): void;
}

function PeopleList({ people, me, choose, shut }: PeopleListProps) {
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const listId = useId();
  const found = people.filter((person) => fits(person, typed));
  const current = found[Math.min(at, found.length - 1)];
  const optionId = (id: string) => `${listId}-${id}`;

  useEffect(() => {
    if (current) document.getElementById(`${listId}-${current.id}`)?.scrollIntoView({ block: 'nearest' });
  }, [current, listId]);

  function onKeyDown(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, at + step)));
    else if (event.key === 'Enter' && current) choose(current.id);
    else if (event.key === 'Escape') shut();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="people-list">
      <input
        // biome-ignore lint/a11y/noAutofocus: the list opens for typing, as Slack's do
        autoFocus
        className="people-search"
        type="text"
        role="combobox"
        aria-label="Search people"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={current && optionId(current.id)}
        placeholder="Search by name, role or manager"
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className="people-options" role="listbox" id={listId} aria-label="People">
        {found.map((person) => (
          <PersonOption
            key={person.id}
            id={optionId(person.id)}
            person={person}
            selected={person.id === me}
            current={person === current}
            choose={() => choose(person.id)}
          />
        ))}
        {found.length === 0 && <p className="people-none">Nobody fits “{typed}”.</p>}
      </div>
    </div>
  );
}

interface PersonOptionProps {
  id: string;
  person: PersonFacts;
  selected: boolean;
  current: boolean;
  choose(): void;
}

function PersonOption({ id, person, selected, current, choose }: PersonOptionProps) {
  const { name, role, manager } = person;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays in the search field, which names the current option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the search field takes the keys
    <div
      id={id}
      role="option"
      aria-selected={selected}
      className={`person-option${current ? ' person-current' : ''}`}
      onClick={choose}
    >
      <Avatar of="person" name={name} size={28} />
      <span className="person-words">
        <span className="person-name">
          {name}
          {selected && <span aria-hidden="true"> ✓</span>}
        </span>
        <span className="person-role">{[role, manager && `reports to ${manager}`].filter(Boolean).join(' · ')}</span>
      </span>
    </div>
  );
}

function fits({ name, role, title, manager }: PersonFacts, typed: string): boolean {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const text = plain([name, role, title, manager ?? ''].join(' '));
  return words.every((word) => text.includes(word));
}
