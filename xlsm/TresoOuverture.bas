Attribute VB_Name = "TresoOuverture"
Option Explicit
Option Private Module
' What happens by itself: at the start of Excel, when a workbook opens, at the end. ASCII only.

Private Const APPLICATION_VBA As String = "Tresorerie"
Private mDecrit As Boolean

Public Sub Demarrer()
    DecrireFonctions
    If ThisWorkbook.IsAddin Then RelierTous Else AccueillirClasseur ThisWorkbook
End Sub

Public Sub AccueillirClasseur(ByVal wb As Workbook)
    On Error GoTo fin
    DecrireFonctions
    If wb.IsAddin Then Exit Sub
    RelierALOuverture wb
    If AProposer(wb) Then Application.OnTime Now + 2 / 86400#, "'" & ThisWorkbook.Name & "'!TresoRuban.ProposerRapport"
    Exit Sub
fin:
    Journal "Ouverture", Err.Number, Err.Description
End Sub

Public Sub Terminer()
    #If Not Mac Then
        On Error Resume Next
        KillPy                                    ' no orphan Python: it would hold Excel open
    #End If
End Sub

' Descriptions for the function wizard. Excel refuses them while no workbook is visible: then it is tried at the next opening.
Private Sub DecrireFonctions()
    If mDecrit Then Exit Sub
    If ActiveWorkbook Is Nothing Then Exit Sub
    mDecrit = DecrireTout()
End Sub

' Cheap, without Python: a workbook of ours, writable, to which this week was not offered yet.
Private Function AProposer(ByVal wb As Workbook) As Boolean
    If wb.ReadOnly Or wb.Path = "" Then Exit Function
    If Not ANomDossier(wb) Then Exit Function
    AProposer = (GetSetting(APPLICATION_VBA, "Semaines", wb.FullName, "") <> Semaine())
End Function

' As above, and from now on this week is offered.
Public Function DoitProposer(ByVal wb As Workbook) As Boolean
    DoitProposer = AProposer(wb)
    If DoitProposer Then SaveSetting APPLICATION_VBA, "Semaines", wb.FullName, Semaine()
End Function

Private Function ANomDossier(ByVal wb As Workbook) As Boolean
    Dim nom As Name
    On Error Resume Next
    Set nom = wb.Names("Dossier")
    ANomDossier = Not nom Is Nothing
End Function

Private Function Semaine() As String
    Semaine = Format$(Date - Weekday(Date, vbMonday) + 1, "yyyy-mm-dd")
End Function
