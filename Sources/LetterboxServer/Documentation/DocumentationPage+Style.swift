extension DocumentationPage {
    /// The page's only style sheet; the page's policy lets it in by its hash.
    package static let style = """
        :root {
          color-scheme: light dark;
          --text: light-dark(#1b1f24, #e6e8ea); --quiet: light-dark(#59636e, #a2abb4);
          --back: light-dark(#ffffff, #14171a); --panel: light-dark(#f5f6f8, #1d2125);
          --line: light-dark(#d5dae0, #363c43); --accent: light-dark(#0b57a8, #8ec1ff);
          --name: light-dark(#7a3e00, #f0b77a); --string: light-dark(#0a5c36, #8fd6ab); --literal: light-dark(#7a2e8e, #d9a5e8);
        }
        * { box-sizing: border-box; }
        html { scroll-padding-block-start: 1rem; }
        body {
          margin: 0; color: var(--text); background: var(--back); font: 1rem/1.55 system-ui, sans-serif;
          display: grid; grid-template: "head head" auto "nav main" 1fr / 19rem minmax(0, 1fr);
        }
        header { grid-area: head; padding: 1rem 2rem; border-block-end: 1px solid var(--line); }
        header h1 { margin: 0; font-size: 1.5rem; }
        header p { margin: 0; color: var(--quiet); }
        nav {
          grid-area: nav; padding: 1rem 1rem 2rem 2rem; border-inline-end: 1px solid var(--line); font-size: 0.875rem;
          position: sticky; inset-block-start: 0; align-self: start; max-block-size: 100vh; overflow-y: auto;
        }
        nav h2 { font-size: 0.875rem; margin: 1rem 0 0.25rem; border: 0; padding: 0; }
        nav ul { list-style: none; margin: 0; padding: 0; }
        nav li { padding-block: 0.125rem; }
        nav a { color: inherit; text-decoration: none; }
        nav a:hover { text-decoration: underline; }
        main { grid-area: main; padding: 0 2rem 4rem; max-inline-size: 62rem; }
        main:focus { outline: none; }
        a { color: var(--accent); }
        h2 { margin: 3rem 0 0.5rem; font-size: 1.5rem; border-block-start: 1px solid var(--line); padding-block-start: 1.5rem; }
        main > section:first-child > :first-child { margin-block-start: 1.5rem; }
        section[aria-label="Guide"] h2 { font-size: 1.125rem; margin-block-start: 1.5rem; border: 0; padding: 0; }
        h3 { margin: 2.5rem 0 0.25rem; font-size: 1.125rem; }
        h4 { margin: 1.25rem 0 0.25rem; font-size: 0.9375rem; }
        p { max-inline-size: 44rem; margin: 0.5rem 0; }
        li { max-inline-size: 44rem; }
        code, pre { font-family: ui-monospace, "Cascadia Mono", Menlo, monospace; font-size: 0.8125rem; }
        code { overflow-wrap: anywhere; }
        pre {
          background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: 0.75rem 1rem; margin: 0.5rem 0;
          overflow-x: auto; line-height: 1.45;
        }
        pre code { overflow-wrap: normal; }
        .call { display: flex; flex-wrap: wrap; gap: 0.25rem 0.75rem; align-items: baseline; margin: 0.25rem 0; }
        .call code { font-size: 0.9375rem; }
        .method { font: 600 0.75rem/1 ui-monospace, monospace; color: var(--accent); display: inline-block; min-inline-size: 3.5em; }
        .access { font-size: 0.75rem; font-weight: 400; color: var(--quiet); border: 1px solid var(--line); border-radius: 4px; padding: 0 0.375rem; }
        .table { overflow-x: auto; }
        table { border-collapse: collapse; inline-size: 100%; font-size: 0.875rem; }
        th, td { text-align: start; vertical-align: top; padding: 0.375rem 0.75rem 0.375rem 0; border-block-end: 1px solid var(--line); }
        thead th { color: var(--quiet); font-weight: 400; font-size: 0.75rem; }
        tbody th { font-weight: 400; white-space: nowrap; }
        td { min-inline-size: 6rem; }
        .limits, .required { color: var(--quiet); font-size: 0.75rem; overflow-wrap: anywhere; }
        .required { color: var(--name); }
        details { margin: 0.5rem 0; }
        summary { cursor: pointer; font-size: 0.875rem; color: var(--quiet); }
        .name { color: var(--name); } .string { color: var(--string); } .literal { color: var(--literal); }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; inset-inline-start: -100vw; }
        .skip:focus { inset-inline-start: 1rem; background: var(--back); padding: 0.5rem; z-index: 1; }
        @media (max-width: 56rem) {
          body { display: block; }
          nav { position: static; max-block-size: none; border: 0; border-block-end: 1px solid var(--line); padding: 1rem; }
          header, main { padding-inline: 1rem; }
        }
        @media print { nav { display: none; } body { display: block; } }
        """
}
