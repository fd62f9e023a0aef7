import type { ReactNode } from 'react';

/** Why a field cannot stay as it is. */
export function Fault({ children }: { readonly children: string | undefined }): ReactNode {
  return children === undefined ? null : (
    <p role="alert" className="mt-1 text-xs font-semibold text-buoy">
      {children}
    </p>
  );
}
