; Windows knows a file by the last part of its name: Pawl offers itself for YAML, and takes nothing from the editor.
!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Pawl.workflow" "" "Pawl workflow"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Pawl.workflow\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Classes\.yaml\OpenWithProgids" "Pawl.workflow" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\.yml\OpenWithProgids" "Pawl.workflow" ""
!macroend

!macro customUnInstall
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.yaml\OpenWithProgids" "Pawl.workflow"
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.yml\OpenWithProgids" "Pawl.workflow"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Pawl.workflow"
!macroend
