Attribute VB_Name = "TresoLiens"
Option Explicit
Option Private Module
' Keeps formulas bound to this add-in wherever a workbook was last saved, and enters anew those that show #NAME?.
' LinkSources and ChangeLink as in J.K. Pieterse, "Fixing links to UDFs in add-ins". ASCII only.

Private Const LIENS_EXCEL As Long = 1             ' xlExcelLinks, xlLinkTypeExcelLinks
Private Const FORMULES As Long = -4123            ' xlCellTypeFormulas
Private Const ERREURS As Long = 16                ' xlErrors
Private Const ERREUR_NOM As Long = 2029           ' CVErr(xlErrName)
Private Const TROP_A_OUVERTURE As Long = 5000     ' so many cells in error are not looked at when a workbook opens
Private Const LONGUEUR_MATRICIELLE As Long = 255  ' Excel takes no longer array formula from a macro

' What must be given back whatever happens.
Private Type Reglages
    Alertes As Boolean
    Ecran As Boolean
    Evenements As Boolean
    Remplissage As Boolean
    Calcul As Long
End Type

' All open workbooks, when the add-in starts after them.
Public Sub RelierTous()
    Dim wb As Workbook
    For Each wb In Application.Workbooks
        RelierALOuverture wb
    Next wb
End Sub

' When a workbook opens: links to us, then formulas of ours that show #NAME?. A workbook that nobody changed stays "saved".
Public Sub RelierALOuverture(ByVal wb As Workbook)
    Dim enregistre As Boolean, reparees As Long, laissees As Long
    On Error GoTo fin
    If wb Is Nothing Then Exit Sub
    If wb.IsAddin Then Exit Sub
    enregistre = wb.Saved
    RelierClasseur wb
    RessaisirClasseur wb, True, reparees, laissees
    If enregistre Then wb.Saved = True
    Exit Sub
fin:
    Journal "RelierALOuverture", Err.Number, Err.Description
End Sub

' The button "Reparer les formules": says how many formulas were entered anew, and which could not be.
Public Sub ReparerClasseurActif()
    Dim wb As Workbook, reparees As Long, laissees As Long, message As String
    Set wb = ActiveWorkbook
    If wb Is Nothing Then
        MsgBox Texte("aucun_classeur"), vbInformation, Texte("titre")
        Exit Sub
    End If
    TresoAppel.Reessayer
    On Error GoTo echec
    RelierClasseur wb
    RessaisirClasseur wb, False, reparees, laissees
    If reparees = 0 And laissees = 0 Then
        message = Texte("rien_a_reparer")
    Else
        message = Replace(Texte("formules_reparees"), "{n}", CStr(reparees))
        If laissees > 0 Then message = message & vbCrLf & vbCrLf & Replace(Texte("formules_laissees"), "{n}", CStr(laissees))
    End If
    MsgBox message, vbInformation, Texte("titre")
    Exit Sub
echec:
    Journal "Reparer", Err.Number, Err.Description
    MsgBox Texte("reparation_impossible") & vbCrLf & Err.Description, vbExclamation, Texte("titre")
End Sub

' Links that lead to a file of our name elsewhere lead here again.
Public Sub RelierClasseur(ByVal wb As Workbook)
    Dim liens As Variant, i As Long, alertes As Boolean
    If Not ThisWorkbook.IsAddin Then Exit Sub     ' the standalone workbook answers for itself
    liens = wb.LinkSources(LIENS_EXCEL)
    If IsEmpty(liens) Then Exit Sub
    alertes = Application.DisplayAlerts
    On Error GoTo fin
    Application.DisplayAlerts = False
    For i = LBound(liens) To UBound(liens)
        If LCase$(NomSeul(CStr(liens(i)))) = LCase$(ThisWorkbook.Name) Then
            If LCase$(CStr(liens(i))) <> LCase$(ThisWorkbook.FullName) Then
                wb.ChangeLink CStr(liens(i)), ThisWorkbook.FullName, LIENS_EXCEL
            End If
        End If
    Next i
    Application.DisplayAlerts = alertes
    Exit Sub
fin:
    Journal "ChangeLink", Err.Number, Err.Description
    Application.DisplayAlerts = alertes
End Sub

Private Sub RessaisirClasseur(ByVal wb As Workbook, ByVal siPeu As Boolean, ByRef reparees As Long, ByRef laissees As Long)
    Dim avant As Reglages, feuille As Worksheet, zone As Range, numero As Long, texteErreur As String
    avant = Suspendre()
    On Error GoTo fin
    For Each feuille In wb.Worksheets
        Set zone = CellulesEnErreur(feuille)
        If Not zone Is Nothing Then
            If Not (siPeu And zone.CountLarge > TROP_A_OUVERTURE) Then RessaisirZone zone, reparees, laissees
        End If
    Next feuille
    Rendre avant
    Exit Sub
fin:
    numero = Err.Number
    texteErreur = Err.Description
    Rendre avant
    Err.Raise numero, "TresoLiens", texteErreur
End Sub

Private Sub RessaisirZone(ByVal zone As Range, ByRef reparees As Long, ByRef laissees As Long)
    Dim partie As Range, c As Range
    For Each partie In zone.Areas
        For Each c In partie.Cells
            If ANomInconnu(c) Then
                If EstANous(c.Formula) Then
                    If Ressaisir(c) Then reparees = reparees + 1 Else laissees = laissees + 1
                End If
            End If
        Next c
    Next partie
End Sub

Private Function ANomInconnu(ByVal c As Range) As Boolean
    Dim valeur As Variant
    valeur = c.Value
    If IsError(valeur) Then ANomInconnu = (valeur = CVErr(ERREUR_NOM))
End Function

Private Function CellulesEnErreur(ByVal feuille As Worksheet) As Range
    On Error Resume Next                          ' an error says that there are none, or that the sheet is protected
    Set CellulesEnErreur = feuille.UsedRange.SpecialCells(FORMULES, ERREURS)
    If CellulesEnErreur Is Nothing And feuille.ProtectContents Then
        If feuille.UsedRange.CountLarge <= TROP_A_OUVERTURE Then Set CellulesEnErreur = feuille.UsedRange
    End If
End Function

' Enters one formula anew in its plain form; False where Excel refuses (protected sheet, part of an array...).
Private Function Ressaisir(ByVal c As Range) As Boolean
    Dim cellule As Object, ancre As Range
    On Error GoTo refus
    If c.HasArray Then
        Set ancre = c.CurrentArray
        If c.Address <> ancre.Cells(1, 1).Address Then
            Ressaisir = True                      ' done with the first cell of its array
            Exit Function
        End If
        If Len(c.FormulaArray) > LONGUEUR_MATRICIELLE Then Exit Function
        ancre.FormulaArray = FormulePropre(c.FormulaArray)
    Else
        Set cellule = c                           ' late bound: Formula2 is unknown before Excel 365
        If Not EcrireFormule2(cellule) Then cellule.Formula = FormulePropre(cellule.Formula)
    End If
    Ressaisir = True
refus:
End Function

Private Function EcrireFormule2(ByVal cellule As Object) As Boolean
    On Error GoTo ancien
    cellule.Formula2 = FormulePropre(cellule.Formula2)
    EcrireFormule2 = True
ancien:
End Function

' True for a formula that calls us, in whatever form it was stored.
Public Function EstANous(ByVal formule As String) As Boolean
    EstANous = (InStr(1, SansTextes(formule), "TRESO.", vbTextCompare) > 0 Or InStr(1, SansTextes(formule), "TRESO_", vbTextCompare) > 0)
End Function

' The formula with plain calls =TRESO.NOM(...), out of each form in which files keep them:
' [1]!TRESO.X  [0]!TRESO.X  'C:\...\tresorerie.xlam'!TRESO.X  tresorerie.xlam!TRESO.X  _xll.TRESO.X  _xlfn.TRESO.X  _xldudf_TRESO_X  treso.x
Public Function FormulePropre(ByVal formule As String) As String
    Dim morceaux() As String, i As Long
    morceaux = Split(formule, Chr$(34))           ' every second piece is a text of the formula: left as it is
    For i = 0 To UBound(morceaux) Step 2
        morceaux(i) = SansPrefixes(morceaux(i))
    Next i
    FormulePropre = Join(morceaux, Chr$(34))
End Function

Private Function SansPrefixes(ByVal morceau As String) As String
    Dim p As Long, avant As String, debut As Long
    morceau = Replace(morceau, "_xldudf_TRESO_", "TRESO.", 1, -1, vbTextCompare)
    p = InStr(1, morceau, "TRESO", vbTextCompare)
    Do While p > 0
        If Mid$(morceau, p + 5, 1) = "." Or Mid$(morceau, p + 5, 1) = "_" Then
            avant = Left$(morceau, p - 1)
            debut = SansPrefixe(avant)
            If debut > 0 Then
                morceau = Left$(avant, debut - 1) & Mid$(morceau, p)
                p = debut
            End If
            If CommenceUnNom(Left$(morceau, p - 1)) Then morceau = Left$(morceau, p - 1) & UCase$(NomA(morceau, p)) & Mid$(morceau, p + Len(NomA(morceau, p)))
        End If
        p = InStr(p + 5, morceau, "TRESO", vbTextCompare)
    Loop
    SansPrefixes = morceau
End Function

' Where the prefix at the end of this text begins; 0 without one.
Private Function SansPrefixe(ByVal avant As String) As Long
    Dim p As Long, fermee As Long, genre As Variant
    For Each genre In Array("_xll.", "_xlfn.", "_xludf.")
        If LCase$(Right$(avant, Len(genre))) = genre Then SansPrefixe = Len(avant) - Len(genre) + 1
    Next genre
    If SansPrefixe > 0 Or Right$(avant, 1) <> "!" Then Exit Function
    If Right$(avant, 2) = "]!" Then               ' [1]!
        p = InStrRev(avant, "[")
        If p > 0 And IsNumeric(Mid$(avant, p + 1, Len(avant) - p - 2)) Then SansPrefixe = p
    ElseIf Right$(avant, 2) = "'!" Then           ' 'C:\...\tresorerie.xlam'!
        fermee = Len(avant) - 1
        p = InStrRev(avant, "'", fermee - 1)
        If p > 0 Then If EstNotreFichier(Mid$(avant, p + 1, fermee - p - 1)) Then SansPrefixe = p
    Else                                          ' tresorerie.xlam!
        p = Len(avant) - 1
        Do While p > 0
            If InStr("=+-*/^&<>(,; ", Mid$(avant, p, 1)) > 0 Then Exit Do
            p = p - 1
        Loop
        If EstNotreFichier(Mid$(avant, p + 1, Len(avant) - p - 1)) Then SansPrefixe = p + 1
    End If
End Function

Private Function EstNotreFichier(ByVal chemin As String) As Boolean
    Dim nom As String
    nom = LCase$(NomSeul(Replace(Replace(chemin, "[", ""), "]", "")))
    EstNotreFichier = (nom = "tresorerie.xlam" Or nom = "tresorerie.xlsm")
End Function

Private Function CommenceUnNom(ByVal avant As String) As Boolean
    CommenceUnNom = (avant = "")
    If Not CommenceUnNom Then CommenceUnNom = Not (Right$(avant, 1) Like "[A-Za-z0-9_.!]")
End Function

' The name that begins there when a bracket follows it, in capitals as we write it (LibreOffice keeps small letters).
Private Function NomA(ByVal morceau As String, ByVal p As Long) As String
    Dim q As Long
    q = p
    Do While Mid$(morceau, q, 1) Like "[A-Za-z0-9_.]"
        q = q + 1
    Loop
    If Mid$(morceau, q, 1) = "(" Then NomA = Mid$(morceau, p, q - p)
End Function

Private Function SansTextes(ByVal formule As String) As String
    Dim morceaux() As String, i As Long
    morceaux = Split(formule, Chr$(34))
    For i = 0 To UBound(morceaux) Step 2
        SansTextes = SansTextes & morceaux(i) & Chr$(34)
    Next i
End Function

Private Function NomSeul(ByVal chemin As String) As String
    chemin = Replace(Replace(chemin, "/", "\"), ":", "\")
    NomSeul = Mid$(chemin, InStrRev(chemin, "\") + 1)
End Function

Private Function Suspendre() As Reglages
    Dim avant As Reglages, correction As Object
    avant.Alertes = Application.DisplayAlerts
    avant.Ecran = Application.ScreenUpdating
    avant.Evenements = Application.EnableEvents
    avant.Calcul = Application.Calculation
    On Error Resume Next                          ' the mode of calculation is refused while no workbook is visible
    Set correction = Application.AutoCorrect      ' late bound: not on every Mac
    avant.Remplissage = correction.AutoFillFormulasInLists
    correction.AutoFillFormulasInLists = False
    Application.DisplayAlerts = False
    Application.ScreenUpdating = False
    Application.EnableEvents = False
    Application.Calculation = xlCalculationManual
    Suspendre = avant
End Function

Private Sub Rendre(ByRef avant As Reglages)
    Dim correction As Object
    On Error Resume Next
    Application.Calculation = avant.Calcul
    Set correction = Application.AutoCorrect
    correction.AutoFillFormulasInLists = avant.Remplissage
    Application.EnableEvents = avant.Evenements
    Application.ScreenUpdating = avant.Ecran
    Application.DisplayAlerts = avant.Alertes
End Sub
