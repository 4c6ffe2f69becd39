' Late bound: an older Excel without descriptions of arguments says so when it runs, not when it compiles.
Private Sub Decrire(ByVal nom As String, ByVal aide As String, ByVal categorie As String, ByVal arguments As Variant, ByRef fait As Boolean)
    Dim hote As Object, nomComplet As String
    Set hote = Application
    nomComplet = "'" & ThisWorkbook.Name & "'!" & nom
    On Error Resume Next
    If UBound(arguments) < 0 Then
        hote.MacroOptions Macro:=nomComplet, Description:=aide, Category:=categorie
    Else
        hote.MacroOptions Macro:=nomComplet, Description:=aide, Category:=categorie, ArgumentDescriptions:=arguments
        If Err.Number <> 0 Then
            Err.Clear
            hote.MacroOptions Macro:=nomComplet, Description:=aide, Category:=categorie
        End If
    End If
    If Err.Number = 0 Then fait = True
End Sub
