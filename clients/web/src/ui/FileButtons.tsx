import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { download } from "@/api/client";
import { errorText } from "@/i18n/error-text";
import { Button } from "./Button";
import styles from "./FileButtons.module.css";
import { Notice } from "./Notice";

interface SavedFile {
  label: string;
  /** Where the server has it, and what it is called here. */
  path: string;
  name: string;
}

interface FileButtonsProps {
  files: readonly SavedFile[];
  /** Further ways to take the same out, such as on paper. */
  children?: ReactNode;
}

/** Saves what a page shows as files. */
export function FileButtons({ files, children }: FileButtonsProps) {
  const save = useMutation({ mutationFn: ({ path, name }: SavedFile) => download(path, name) });
  return (
    <>
      <div className={styles.files}>
        {files.map((file) => (
          <Button
            key={file.path}
            variant="secondary"
            isPending={save.isPending && save.variables.path === file.path}
            onPress={() => save.mutate(file)}
          >
            {file.label}
          </Button>
        ))}
        {children}
      </div>
      {save.error ? (
        <Notice tone="care" live>
          {errorText(save.error)}
        </Notice>
      ) : null}
    </>
  );
}
