@echo off
rem Finds a Python that can install Tresorerie and runs treso_excel.py with it. ASCII only; CRLF line ends.
rem %1: installer, retirer or diagnostic.
setlocal EnableExtensions DisableDelayedExpansion
title Tresorerie
rem cmd.exe must not look for programs in the current folder.
set "NoDefaultCurrentDirectoryInExePath=1"
set "TRESO_TEST=import sys; sys.exit(0 if sys.version_info[:2] in ((3, 11), (3, 12), (3, 13), (3, 14)) and sys.maxsize == 2**63 - 1 and 'windowsapps' not in sys.base_prefix.lower() else 1)"
set "TRESO_PYTHON="
set "TRESO_ARG="

for %%V in (3.13 3.12 3.11 3.14) do call :try "%SystemRoot%\py.exe" -%%V
for %%V in (3.13 3.12 3.11 3.14) do call :try "%LOCALAPPDATA%\Programs\Python\Launcher\py.exe" -%%V
for %%V in (313 312 311 314) do call :try "%LOCALAPPDATA%\Programs\Python\Python%%V\python.exe"
for %%V in (3.13 3.12 3.11 3.14) do call :try "%LOCALAPPDATA%\Python\pythoncore-%%V-64\python.exe"
for %%V in (313 312 311 314) do call :try "%ProgramFiles%\Python%%V\python.exe"
for %%V in (313 312 311 314) do call :try "%SystemDrive%\Python%%V\python.exe"
for /f "delims=" %%P in ('%SystemRoot%\System32\where.exe $PATH:python.exe 2^>nul') do call :try "%%P"
if not defined TRESO_PYTHON goto absent

rem One line from here on: removing removes this very file too.
set "TRESO_HERE=%~dp0"
rem A current folder cannot be removed.
cd /d "%SystemRoot%"
setlocal EnableDelayedExpansion
"!TRESO_PYTHON!" !TRESO_ARG! -I -X utf8 "!TRESO_HERE!treso_excel.py" %* & set "TRESO_STATUS=!ERRORLEVEL!" & echo. & (if not defined TRESO_SANS_PAUSE pause) & exit /b !TRESO_STATUS!

:try
if defined TRESO_PYTHON exit /b 0
if not exist "%~1" exit /b 0
rem The Store puts a stub there that only opens the Store.
echo "%~1" | "%SystemRoot%\System32\find.exe" /i "WindowsApps" >nul && exit /b 0
"%~1" %2 -I -c "%TRESO_TEST%" >nul 2>nul || exit /b 0
set "TRESO_PYTHON=%~1"
set "TRESO_ARG=%2"
exit /b 0

:absent
"%SystemRoot%\System32\chcp.com" 65001 >nul
type "%~dp0python_absent.txt"
echo.
if not defined TRESO_SANS_PAUSE pause
exit /b 2
