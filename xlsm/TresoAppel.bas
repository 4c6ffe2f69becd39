Attribute VB_Name = "TresoAppel"
Option Explicit
Option Private Module
' The way of every worksheet function into Python: arguments out, one call, result back. ASCII only (code pages).
'
' A range goes as a packet Array(Chr(2), sheet, first row, first column, values), cut to what is used; its values cross the
' border of the processes once. A function that looks at the cell itself (POURQUOI) gets the Range.
' A cell in error comes back as the text Chr(1) & "2042", the number of CVErr.

Private Const MODULE_PY As String = "addin.udfs"
Private Const PAUSE_S As Long = 60          ' after a failed start of Python, cells do not try again for a while
Private Const PLUS_GRAND_JOURNAL As Long = 200000

Private mPauseJusqua As Date
Private mVersionPython As String
Private mDernierJournal As String

' Gives the result of a function of addin.udfs.
' genres: one letter an argument: v value, d dossier (handle or range), r ranges, c cell. arguments: an array as long.
Public Function Appeler(ByVal nom As String, ByVal genres As String, ByVal arguments As Variant) As Variant
    #If Mac Then
        Appeler = CVErr(xlErrNA)             ' on macOS Excel cannot wait for Python in a cell
    #Else
        Dim envoi As Variant
        On Error GoTo echec
        If Now < mPauseJusqua Then
            Appeler = CVErr(xlErrNA)
            Exit Function
        End If
        envoi = Emballer(genres, arguments)
        If IsError(envoi) Then
            Appeler = envoi
            Exit Function
        End If
        If Not PythonRepond() Then
            Appeler = CVErr(xlErrNA)
            Exit Function
        End If
        Appeler = Traduire(XLPy.CallUDF(MODULE_PY, nom, (envoi), Nothing, Appelant()))
        Exit Function
echec:
        Journal "TRESO." & nom, Err.Number, Err.Description
        Appeler = CVErr(xlErrValue)
    #End If
End Function

' One list out of the fixed arguments and those of a ParamArray; a range of several areas gives one argument for each.
Public Function Joindre(ByVal debut As Variant, ByVal suite As Variant) As Variant
    Dim tous() As Variant, n As Long, i As Long, zone As Range
    n = -1
    For i = 0 To UBound(debut)
        n = n + 1
        ReDim Preserve tous(0 To n)
        If IsObject(debut(i)) Then Set tous(n) = debut(i) Else tous(n) = debut(i)
    Next i
    For i = 0 To UBound(suite)
        If TypeName(suite(i)) = "Range" Then
            For Each zone In suite(i).Areas
                n = n + 1
                ReDim Preserve tous(0 To n)
                Set tous(n) = zone
            Next zone
        Else
            n = n + 1
            ReDim Preserve tous(0 To n)
            If IsObject(suite(i)) Then Set tous(n) = suite(i) Else tous(n) = suite(i)
        End If
    Next i
    If n < 0 Then Joindre = Array() Else Joindre = tous
End Function

' The arguments as Python gets them; #N/A when one of them is not calculated yet, #VALUE! for one that cannot be sent.
' Arguments left out at the end are not sent; one in the middle goes as Empty, which a cell never is: cells go as packets.
Private Function Emballer(ByVal genres As String, ByVal arguments As Variant) As Variant
    Dim envoi() As Variant, i As Long, dernier As Long, genre As String, zone As Range
    For dernier = UBound(arguments) To 0 Step -1
        If Not IsMissing(arguments(dernier)) Then Exit For
    Next dernier
    If dernier < 0 Then
        Emballer = Array()
        Exit Function
    End If
    ReDim envoi(0 To dernier)
    For i = 0 To dernier
        genre = Mid$(genres, IIf(i < Len(genres), i + 1, Len(genres)), 1)
        If IsMissing(arguments(i)) Then
            envoi(i) = Empty
        ElseIf TypeName(arguments(i)) <> "Range" Then
            envoi(i) = arguments(i)
        ElseIf genre = "c" Then
            Set envoi(i) = arguments(i)
        Else
            Set zone = arguments(i)
            If zone.Areas.Count > 1 Then
                Emballer = CVErr(xlErrValue)
                Exit Function
            End If
            Set zone = Coupee(zone, genre <> "v")
            If PasEncoreCalculee(zone) Then
                Emballer = CVErr(xlErrNA)
                Exit Function
            End If
            envoi(i) = Array(Chr$(2), zone.Worksheet.Name, zone.Row, zone.Column, zone.Value)
        End If
    Next i
    Emballer = envoi
End Function

' The range without the empty rows and columns behind what is used. A range of values keeps its size, whole columns and rows
' excepted: each of its cells has a result.
Private Function Coupee(ByVal zone As Range, ByVal toujours As Boolean) As Range
    Dim feuille As Worksheet, lignes As Long, colonnes As Long
    Set feuille = zone.Worksheet
    lignes = zone.Rows.Count
    colonnes = zone.Columns.Count
    If toujours Or lignes = feuille.Rows.Count Then
        lignes = Reste(feuille.UsedRange.Row + feuille.UsedRange.Rows.Count - zone.Row, lignes)
    End If
    If toujours Or colonnes = feuille.Columns.Count Then
        colonnes = Reste(feuille.UsedRange.Column + feuille.UsedRange.Columns.Count - zone.Column, colonnes)
    End If
    Set Coupee = zone.Resize(lignes, colonnes)
End Function

Private Function Reste(ByVal utile As Long, ByVal taille As Long) As Long
    Reste = taille
    If utile < taille Then Reste = IIf(utile > 0, utile, 1)
End Function

' True when a formula of the range has no value yet: Excel calls again once it has one.
Private Function PasEncoreCalculee(ByVal zone As Range) As Boolean
    Dim colonne As Range, valeurs As Variant, i As Long
    If Not PeutAvoirFormule(zone) Then Exit Function
    If zone.Rows.Count = 1 And zone.Columns.Count = 1 Then
        PasEncoreCalculee = IsEmpty(zone.Value)
        Exit Function
    End If
    For Each colonne In zone.Columns
        If PeutAvoirFormule(colonne) Then
            If colonne.Rows.Count = 1 Then
                If IsEmpty(colonne.Value) Then PasEncoreCalculee = True
            Else
                valeurs = colonne.Value
                For i = 1 To UBound(valeurs, 1)
                    If IsEmpty(valeurs(i, 1)) Then
                        If colonne.Cells(i, 1).HasFormula Then PasEncoreCalculee = True
                    End If
                    If PasEncoreCalculee Then Exit For
                Next i
            End If
        End If
        If PasEncoreCalculee Then Exit Function
    Next colonne
End Function

Private Function PeutAvoirFormule(ByVal zone As Range) As Boolean
    Dim reponse As Variant
    reponse = zone.HasFormula                ' Null: some of the cells
    If IsNull(reponse) Then PeutAvoirFormule = True Else PeutAvoirFormule = CBool(reponse)
End Function

Private Function Appelant() As Variant
    If TypeName(Application.Caller) = "Range" Then
        Set Appelant = Application.Caller
    Else
        Set Appelant = Nothing
    End If
End Function

' A result of Python as a cell can hold it: errors as errors, nothing as an empty text.
Public Function Traduire(ByVal resultat As Variant) As Variant
    Dim i As Long, j As Long
    If Not IsArray(resultat) Then
        Traduire = TraduireCellule(resultat)
        Exit Function
    End If
    If Dimensions(resultat) = 1 Then
        For i = LBound(resultat) To UBound(resultat)
            resultat(i) = TraduireCellule(resultat(i))
        Next i
    Else
        For i = LBound(resultat, 1) To UBound(resultat, 1)
            For j = LBound(resultat, 2) To UBound(resultat, 2)
                resultat(i, j) = TraduireCellule(resultat(i, j))
            Next j
        Next i
    End If
    Traduire = resultat
End Function

Private Function TraduireCellule(ByVal valeur As Variant) As Variant
    TraduireCellule = valeur
    If IsNull(valeur) Or IsEmpty(valeur) Then
        TraduireCellule = ""
    ElseIf VarType(valeur) = vbString Then
        If Left$(valeur, 1) = Chr$(1) Then TraduireCellule = CVErr(CLng(Mid$(valeur, 2)))
    End If
End Function

Private Function Dimensions(ByVal tableau As Variant) As Long
    Dim haut As Long
    Dimensions = 1
    On Error GoTo une
    haut = UBound(tableau, 2)
    Dimensions = 2
une:
End Function

' True when Python is there and has the version of this file. Starts it when need be; a start that failed is not tried again at once.
Public Function PythonRepond() As Boolean
    #If Not Mac Then
        Dim version As String
        If mVersionPython = "" Then
            On Error GoTo absent
            version = XLPy.Str(XLPy.GetAttr(XLPy.Module("addin"), "__version__"))
            mVersionPython = version
            If version <> VERSION_TRESO Then Journal "version", 0, "Excel " & VERSION_TRESO & ", Python " & version
        End If
        PythonRepond = (mVersionPython = VERSION_TRESO)
        Exit Function
absent:
        Journal "Python", Err.Number, Err.Description
        mPauseJusqua = Now + PAUSE_S / 86400#
    #End If
End Function

' Forget what is known of Python: the next call starts it anew.
Public Sub Reessayer()
    mPauseJusqua = 0
    mVersionPython = ""
End Sub

Public Function VersionPython() As String
    VersionPython = mVersionPython
End Function

Public Function DernierJournal() As String
    DernierJournal = mDernierJournal
End Function

' Keep an error: the last one in memory, all of them in a small file beside the configuration.
Public Sub Journal(ByVal source As String, ByVal numero As Long, ByVal texte As String)
    Dim fichier As Integer, chemin As String
    mDernierJournal = Format$(Now, "yyyy-mm-dd hh:mm:ss") & " " & source & " " & numero & " " & texte
    #If Not Mac Then
        If Environ$("USERPROFILE") = "" Then Exit Sub
        On Error Resume Next
        chemin = Environ$("USERPROFILE") & "\.treso\excel.log"
        If FileLen(chemin) > PLUS_GRAND_JOURNAL Then Kill chemin
        fichier = FreeFile
        Open chemin For Append As #fichier
        Print #fichier, mDernierJournal
        Close #fichier
    #End If
End Sub
