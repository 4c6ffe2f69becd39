@echo off
rem Removes Tresorerie from Excel for this user. Double-click. Docs: docs/installation.md
rem One line from here on: this very file is among those that are removed.
call "%~dp0installation\trouver_python.cmd" retirer %* & exit /b
