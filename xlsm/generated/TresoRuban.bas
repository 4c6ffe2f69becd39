Attribute VB_Name = "TresoRuban"
Option Explicit
' The ribbon: one Sub for each button, named as the button (generated below). ASCII only; texts are in TresoTextes.

Private mRuban As IRibbonUI

Public Sub RubanCharge(ruban As IRibbonUI)
    Set mRuban = ruban
End Sub

Public Sub LibelleVersion(control As IRibbonControl, ByRef returnedVal)
    returnedVal = Replace(Texte("version"), "{version}", VERSION_TRESO)
End Sub

' The tab of the standalone workbook hides when the add-in shows its own.
Public Sub OngletVisible(control As IRibbonControl, ByRef returnedVal)
    Dim wb As Workbook
    returnedVal = True
    If ThisWorkbook.IsAddin Then Exit Sub
    On Error Resume Next
    Set wb = Application.Workbooks("tresorerie.xlam")
    returnedVal = (wb Is Nothing)
End Sub

' Runs a button in Python, in the active workbook; what goes wrong before Python answers is said here, in one message.
Public Sub Executer(ByVal commande As String)
    Dim message As String
    If ActiveWorkbook Is Nothing Then
        message = "aucun_classeur"
        #If Not Mac Then
            If Not Application.ActiveProtectedViewWindow Is Nothing Then message = "mode_protege"
        #End If
        MsgBox Texte(message), vbInformation, Texte("titre")
        Exit Sub
    End If
    On Error GoTo echec
    #If Not Mac Then
        TresoAppel.Reessayer
        If Not PythonRepond() Then
            If VersionPython() = "" Then
                message = Replace(Texte("python_absent"), "{detail}", DernierJournal())
            Else
                message = Replace(Replace(Texte("versions_differentes"), "{excel}", VERSION_TRESO), "{python}", VersionPython())
            End If
            MsgBox message, vbExclamation, Texte("titre")
            Exit Sub
        End If
    #End If
    RunPython commande
    Exit Sub
echec:
    Journal commande, Err.Number, Err.Description
    MsgBox Replace(Texte("python_absent"), "{detail}", DernierJournal()), vbExclamation, Texte("titre")
End Sub

' Once a week for a workbook that has the cell "Dossier": offers the report of last week. Called a moment after the opening.
Public Sub ProposerRapport()
    If ActiveWorkbook Is Nothing Then Exit Sub
    If TresoOuverture.DoitProposer(ActiveWorkbook) Then
        Executer "import addin.macros; addin.macros.run('PropositionHebdo')"
    End If
End Sub

Public Sub Actualiser(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Actualiser')"
End Sub

Public Sub PreparerClasseur(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('PreparerClasseur')"
End Sub

Public Sub RapportHebdo(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('RapportHebdo')"
End Sub

Public Sub ImporterReleve(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('ImporterReleve')"
End Sub

Public Sub Lettrer(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Lettrer')"
End Sub

Public Sub Categoriser(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Categoriser')"
End Sub

Public Sub Justificatifs(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Justificatifs')"
End Sub

Public Sub Relances(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Relances')"
End Sub

Public Sub Verifier(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Verifier')"
End Sub

Public Sub Rapprochement(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Rapprochement')"
End Sub

Public Sub Controles(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Controles')"
End Sub

Public Sub Prevision(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Prevision')"
End Sub

Public Sub Scenarios(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Scenarios')"
End Sub

Public Sub Depenses(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Depenses')"
End Sub

Public Sub Poches(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Poches')"
End Sub

Public Sub ExportComptable(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('ExportComptable')"
End Sub

Public Sub AnnulerAction(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('AnnulerAction')"
End Sub

Public Sub ReparerFormules(control As IRibbonControl)
    TresoLiens.ReparerClasseurActif
End Sub

Public Sub Aide(control As IRibbonControl)
    Executer "import addin.macros; addin.macros.run('Aide')"
End Sub
