@echo off
rem Installs Tresorerie in Excel for this user. Double-click. Docs: docs/installation.md
if not exist "%~dp0installation\trouver_python.cmd" goto zipped
call "%~dp0installation\trouver_python.cmd" installer %*
exit /b %ERRORLEVEL%

:zipped
echo.
echo   Ce programme se trouve encore dans un fichier zip.
echo   Fermez cette page, faites un clic droit sur le fichier zip, choisissez "Extraire tout",
echo   puis ouvrez le nouveau dossier et double-cliquez installer.cmd.
echo.
if not defined TRESO_SANS_PAUSE pause
exit /b 2
