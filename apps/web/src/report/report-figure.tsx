import { useId } from 'react';
import { mergeClasses } from '@fluentui/react-components';
import type { ReportFigure as Figure, ReportShape } from '../lib/report-document.js';
import { visibleText } from '../lib/visible-text.js';
import { Untrusted } from '../ui/untrusted.js';
import styles from './report-blocks.module.css';

/** A figure of a report, drawn from its shapes alone; its colours are those of the theme. */
export function ReportFigure({ figure }: { figure: Figure }) {
  const id = useId();
  return (
    <figure className={styles.figure}>
      {/* A scrollable region must be reachable by keyboard. */}
      <div className={styles.canvas} tabIndex={0} role="region" aria-label={visibleText(figure.title)}>
        <svg viewBox={`0 0 ${figure.width} ${figure.height}`} role="img" aria-labelledby={`${id}-title ${id}-text`} style={{ aspectRatio: `${figure.width} / ${figure.height}` }}>
          <title id={`${id}-title`}>{visibleText(figure.title)}</title>
          <desc id={`${id}-text`}>{visibleText(figure.description)}</desc>
          {figure.shapes.map((shape, index) => (
            <Shape key={index} shape={shape} />
          ))}
        </svg>
      </div>
      <figcaption className={styles.figureCaption}>
        <b>
          <Untrusted>{figure.title}</Untrusted>
        </b>
        {figure.description && (
          <>
            {': '}
            <Untrusted>{figure.description}</Untrusted>.
          </>
        )}
      </figcaption>
    </figure>
  );
}

function Shape({ shape }: { shape: ReportShape }) {
  switch (shape.kind) {
    case 'line':
      return <line x1={shape.x1} y1={shape.y1} x2={shape.x2} y2={shape.y2} strokeWidth={1} {...(shape.dashed && { strokeDasharray: '2 3' })} className={styles.stroke} data-tone={shape.tone} />;
    case 'box':
      return <rect x={shape.x} y={shape.y} width={shape.width} height={shape.height} rx={shape.radius} strokeWidth={1.2} className={styles.box} data-tone={shape.tone} />;
    case 'dot':
      return <circle cx={shape.x} cy={shape.y} r={shape.radius} strokeWidth={1} className={styles.dot} data-tone={shape.tone} />;
    case 'text':
      return (
        <text x={shape.x} y={shape.y} fontSize={shape.size} textAnchor={shape.anchor} className={mergeClasses(styles.words, shape.bold && styles.bold)} data-tone={shape.tone}>
          {visibleText(shape.text)}
        </text>
      );
  }
}
