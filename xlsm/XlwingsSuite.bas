' ---------------------------------------------------------------------------------------------------------------------------
' Written anew for Tresorerie (see docs/adr/0012-calling-python-from-vba.md): the interpreter, and nothing else, comes from the
' configuration file of the user; no workbook, no folder and no environment variable of Python has a say.

Public Sub RunPython(PythonCommand As String)
    ' Runs one of our buttons: any other text is refused, above all one that a formula in a cell would send.
    Dim button As String
    Const BEFORE As String = "import addin.macros; addin.macros.run('"
    Const AFTER As String = "')"
    If TypeName(Application.Caller) = "Range" Then Err.Raise 5, "xlwings", "RunPython is not for cells"
    If Left$(PythonCommand, Len(BEFORE)) <> BEFORE Or Right$(PythonCommand, Len(AFTER)) <> AFTER Then Err.Raise 5, "xlwings", PythonCommand
    button = Mid$(PythonCommand, Len(BEFORE) + 1, Len(PythonCommand) - Len(BEFORE) - Len(AFTER))
    If button = "" Or button Like "*[!A-Za-z]*" Then Err.Raise 5, "xlwings", PythonCommand
    If ActiveWorkbook Is Nothing Then Err.Raise 91, "xlwings", "no workbook"
    #If Mac Then
        Application.StatusBar = "..."
        ExecuteMac PythonCommand, Interpreter(), "false;;;;;"
    #Else
        XLPy.SetAttr XLPy.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
        XLPy.Exec PythonCommand
    #End If
End Sub

Public Function Interpreter() As String
    ' Complete path of Python, from the file (or the registry) of the user only. A path that is not complete would be looked for in Excel's
    ' current folder, which is often the one of the workbook opened last.
    Dim found As String
    #If Mac Then
        GetConfigFromFile GetConfigFilePath(), "INTERPRETER_MAC", found
        If Left$(found, 1) <> "/" Then found = ""
    #Else
        GetConfigFromFile GetConfigFilePath(), "INTERPRETER_WIN", found
        If found = "" Then                    ' the path of a profile with letters of another alphabet cannot be opened
            On Error Resume Next
            found = GetSetting("Tresorerie", "Python", "INTERPRETER_WIN", "")
            On Error GoTo 0
        End If
        If Not (found Like "[A-Za-z]:\*") Or InStr(found, Chr$(34)) > 0 Then found = ""
    #End If
    If found = "" Then Err.Raise 53, "xlwings", "no interpreter in " & GetConfigFilePath()
    #If Not Mac Then
        If Not FileExists(found) Then Err.Raise 53, "xlwings", found
    #End If
    Interpreter = found
End Function

Private Function XLPyCommand() As String
    ' The command that the DLL starts. -I: no current folder, no PYTHON... variable, no site-packages of the user.
    ' Without cmd.exe: CreateProcess would look for it in the current folder too. The same for all workbooks: one server.
    ' The server leaves Excel's current folder first: it would be searched for the programs that a library starts by their bare name.
    XLPyCommand = Chr$(34) & Interpreter() & Chr$(34) & _
        " -I -B -c ""import os, sys; os.chdir(sys.prefix); import xlwings; xlwings.serve('$(CLSID)')"""
End Function

Private Sub XLPyLoadDLL()
    ' By its complete path, beside Python or in the folder above (virtual environment); the name alone would search.
    Static isLoaded As Boolean
    Dim folder As String
    If isLoaded Then Exit Sub
    folder = ParentFolder(Interpreter())
    If Not FileExists(folder & "\" & XLPyDLLName) Then folder = ParentFolder(folder)
    If Not FileExists(folder & "\" & XLPyDLLName) Then Err.Raise 53, "xlwings", folder & "\" & XLPyDLLName
    If LoadLibrary(folder & "\" & XLPyDLLName) = 0 Then Err.Raise 48, "xlwings", folder & "\" & XLPyDLLName
    isLoaded = True
End Sub
