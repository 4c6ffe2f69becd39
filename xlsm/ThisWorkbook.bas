Option Explicit
' The workbook of this project. The add-in listens to all workbooks, the standalone workbook only to itself.
Private WithEvents mApp As Application

Private Sub Workbook_Open()
    If ThisWorkbook.IsAddin Then Set mApp = Application
    TresoOuverture.Demarrer
End Sub

Private Sub mApp_WorkbookOpen(ByVal Wb As Workbook)
    TresoOuverture.AccueillirClasseur Wb
End Sub

Private Sub mApp_NewWorkbook(ByVal Wb As Workbook)
    TresoOuverture.AccueillirClasseur Wb
End Sub

Private Sub Workbook_BeforeClose(Cancel As Boolean)
    TresoOuverture.Terminer
End Sub
