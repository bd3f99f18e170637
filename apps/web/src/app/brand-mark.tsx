/** The shield with a tick. */
export function BrandMark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path d="M16 2 28 6.4v8.9c0 7.2-4.9 12.5-12 14.7C8.9 27.8 4 22.5 4 15.3V6.4Z" fill="var(--colorBrandBackground)" />
      <path d="m10.3 16.2 4 4 7.6-8.4" fill="none" stroke="#fff" strokeWidth="2.8" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
