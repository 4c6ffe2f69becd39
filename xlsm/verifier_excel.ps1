<#
.SYNOPSIS
Vérifie sur un vrai Excel ce que les tests de Trésorerie ne peuvent pas vérifier sans lui, et dit un verdict.

.DESCRIPTION
Une minute, sans droit d'administrateur. Fermez Excel, puis :

    powershell -ExecutionPolicy Bypass -File verifier_excel.ps1

Le complément installé est gardé de côté et remis à la fin ; rien d'autre n'est modifié, les fichiers d'essai sont effacés.
Sans Python installé (« treso excel installer »), les points qui en dépendent sont marqués « non vérifié ».

Ce script n'a pas pu être exécuté là où il a été écrit : si l'une de ses lignes échoue, le point est marqué « à voir » avec
le message de Windows, et les suivants sont vérifiés quand même.
#>
param([string]$Dossier = $PSScriptRoot)

$ErrorActionPreference = 'Stop'
[Threading.Thread]::CurrentThread.CurrentCulture = 'en-US'    # formules en anglais, comme dans les fichiers
$script:Resultats = New-Object System.Collections.ArrayList

function Noter([string]$Etat, [string]$Point, [string]$Detail = '') {
    [void]$script:Resultats.Add([pscustomobject]@{ Etat = $Etat; Point = $Point; Detail = $Detail })
    $couleur = @{ 'OK' = 'Green'; 'ECHEC' = 'Red'; 'A VOIR' = 'Yellow'; 'NON VERIFIE' = 'Gray' }[$Etat]
    Write-Host ('{0,-12} {1}{2}' -f $Etat, $Point, $(if ($Detail) { " : $Detail" } else { '' })) -ForegroundColor $couleur
}

# Un point : le bloc rend $true, ou un texte qui dit ce qui ne va pas ; une exception est « à voir ».
function Verifier([string]$Point, [scriptblock]$Bloc) {
    try {
        $dit = & $Bloc | Select-Object -Last 1
        if ($dit -is [bool] -and $dit) { Noter 'OK' $Point } else { Noter 'ECHEC' $Point "$dit" }
    } catch { Noter 'A VOIR' $Point $_.Exception.Message }
}

function Attendre([scriptblock]$Bloc, [int]$Secondes = 20) {
    $fin = (Get-Date).AddSeconds($Secondes)
    do {
        try { $dit = & $Bloc } catch { $dit = $null }
        if ($dit) { return $dit }
        Start-Sleep -Milliseconds 300
    } while ((Get-Date) -lt $fin)
    return $null
}

# Texte d'une partie d'un classeur enregistré.
function Partie([string]$Fichier, [string]$Modele) {
    $zip = [IO.Compression.ZipFile]::OpenRead($Fichier)
    try {
        foreach ($entree in $zip.Entries) {
            if ($entree.FullName -like $Modele) {
                $lecteur = New-Object IO.StreamReader($entree.Open())
                try { return $lecteur.ReadToEnd() } finally { $lecteur.Dispose() }
            }
        }
        return ''
    } finally { $zip.Dispose() }
}

# Excel démarré comme par un double-clic : il charge XLSTART, le ruban et les évènements, et son dossier courant est celui du classeur.
function Demarrer([string]$Classeur) {
    $processus = Start-Process -FilePath $script:Excel -ArgumentList "`"$Classeur`"" -WorkingDirectory (Split-Path $Classeur) -PassThru
    $nom = [IO.Path]::GetFileNameWithoutExtension($Classeur)
    Attendre { $processus.Refresh(); $processus.MainWindowTitle -like "*$nom*" } 60 | Out-Null   # sinon Windows ouvrirait le classeur une seconde fois
    $objet = Attendre { [Runtime.InteropServices.Marshal]::BindToMoniker($Classeur) } 30
    if (-not $objet) { throw "Excel n'a pas ouvert $Classeur" }
    Attendre { $objet.Application.Ready } 30 | Out-Null
    return $objet
}

function Formule($Feuille, [string]$Adresse, [string]$Texte) {
    $cellule = $Feuille.Range($Adresse)
    $cellule.Formula = $Texte
    return $cellule
}

Add-Type -AssemblyName System.IO.Compression.FileSystem
if (Get-Process EXCEL -ErrorAction SilentlyContinue) { Write-Host 'Fermez Excel (toutes ses fenêtres), puis relancez ce script.' -ForegroundColor Yellow; exit 2 }
$cle = 'HKLM:\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe'
$script:Excel = if (Test-Path $cle) { (Get-ItemProperty $cle).'(default)' } else { 'excel.exe' }
$complement = Join-Path $Dossier 'tresorerie.xlam'
$modele = Join-Path (Split-Path $Dossier) 'templates\tresorerie.xlsx'
foreach ($fichier in $complement, $modele) { if (-not (Test-Path $fichier)) { Write-Host "Fichier absent : $fichier" -ForegroundColor Red; exit 2 } }

$essai = Join-Path $env:TEMP ('treso_' + [Guid]::NewGuid().ToString('N').Substring(0, 8))
$piege = Join-Path $essai 'piege'
$ailleurs = Join-Path $essai 'ailleurs'
$marque = Join-Path $essai 'importe.txt'
New-Item -ItemType Directory -Force $piege, $ailleurs | Out-Null
$demarrage = Join-Path $env:APPDATA 'Microsoft\Excel\XLSTART'
$place = Join-Path $demarrage 'tresorerie.xlam'
$garde = Join-Path $essai 'complement_garde.xlam'
$configuration = Join-Path $env:USERPROFILE '.treso\treso.conf'
$avecPython = (Test-Path $configuration) -and ((Get-Content $configuration -Raw) -match 'INTERPRETER_WIN')
$interprete = if ($avecPython -and (Get-Content $configuration -Raw) -match '"INTERPRETER_WIN"\s*,\s*"([^"]+)"') { $Matches[1] } else { '' }
$python_avant = $env:PYTHONPATH
$app = $null

try {
    New-Item -ItemType Directory -Force $demarrage | Out-Null
    if (Test-Path $place) { Copy-Item $place $garde -Force }
    Copy-Item $complement $place -Force
    Unblock-File $place

    # Un dossier piégé : modules Python, programmes et configuration du nom des nôtres, à côté du classeur, et PYTHONPATH qui y mène.
    $code = "open(r'$marque', 'a').write(__name__)"
    foreach ($nom in 'xlwings', 'addin', 'sitecustomize', 'usercustomize', 'pythoncom', 'numpy') { Set-Content (Join-Path $piege "$nom.py") $code -Encoding ASCII }
    Set-Content (Join-Path $piege 'treso.conf') '"INTERPRETER_WIN","C:\nulle\part\pythonw.exe"' -Encoding ASCII
    $env:PYTHONPATH = $piege
    $classeur = Join-Path $piege 'classeur.xlsx'
    Copy-Item $modele $classeur

    # 1. Le complément, chargé par XLSTART dans un Excel ordinaire.
    $wb = Demarrer $classeur
    $app = $wb.Application
    $app.DisplayAlerts = $false
    Write-Host "Excel $($app.Version) (build $($app.Build)), $($app.OperatingSystem)"
    $xlam = Attendre { $app.Workbooks.Item('tresorerie.xlam') } 15
    Verifier 'le complément est chargé par le dossier de démarrage' { if ($xlam) { [bool]$xlam.IsAddin } else { 'tresorerie.xlam n''est pas ouvert' } }
    $version = $null
    Verifier 'le projet VBA se compile et répond' { $script:version = $app.Run('tresorerie.xlam!TRESO.VERSION'); if ($script:version) { $true } else { 'TRESO.VERSION ne répond pas' } }
    Verifier 'l''onglet « Trésorerie » est dans le ruban' {
        Add-Type -AssemblyName UIAutomationClient, UIAutomationTypes
        $fenetre = [Windows.Automation.AutomationElement]::FromHandle([IntPtr]$app.Hwnd)
        $nom = New-Object Windows.Automation.PropertyCondition([Windows.Automation.AutomationElement]::NameProperty, 'Trésorerie')
        if ($fenetre.FindFirst([Windows.Automation.TreeScope]::Descendants, $nom)) { $true } else { throw 'pas trouvé par le programme : regardez si vous le voyez' }
    }

    # 2. Le modèle : ses formules sont liées à l'ouverture.
    Verifier 'les formules du modèle sont liées à l''ouverture (aucun #NOM?)' {
        $nombre = 0; $rompues = @()
        foreach ($feuille in $wb.Worksheets) {
            $zone = $feuille.UsedRange
            $trouvee = $zone.Find('TRESO.', [Type]::Missing, -4123, 2)
            $premiere = if ($trouvee) { $trouvee.Address() } else { $null }
            while ($trouvee) {
                $nombre++
                if ($trouvee.Value2 -is [int] -and $trouvee.Value2 -eq -2146826259) { $rompues += "$($feuille.Name)!$($trouvee.Address($false, $false))" }
                $trouvee = $zone.FindNext($trouvee)
                if (-not $trouvee -or $trouvee.Address() -eq $premiere) { break }
            }
        }
        if ($nombre -eq 0) { throw 'le modèle n''a pas de formule TRESO' }
        if ($rompues) { "#NOM? dans $($rompues -join ', ')" } else { $true }
    }

    # 3. Les deux noms d'une fonction, depuis un autre classeur, et ce qu'Excel enregistre.
    $neuf = $app.Workbooks.Add()
    $feuille = $neuf.Worksheets.Item(1)
    Verifier '=TRESO.VERSION() depuis un autre classeur' { $c = Formule $feuille 'A1' '=TRESO.VERSION()'; if ($c.Text -eq $script:version) { $true } else { "affiche $($c.Text)" } }
    Verifier '=TRESO_VERSION() depuis un autre classeur' { $c = Formule $feuille 'A2' '=TRESO_VERSION()'; if ($c.Text -eq $script:version) { $true } else { "affiche $($c.Text)" } }
    $enregistre = Join-Path $essai 'enregistre.xlsx'
    Verifier 'le fichier enregistré ne contient pas le chemin de ce poste' {
        $neuf.SaveAs($enregistre, 51)
        $neuf.Close($false)
        $f = [regex]::Matches((Partie $enregistre 'xl/worksheets/sheet1.xml'), '<f[^>]*>[^<]*</f>') | ForEach-Object Value
        $lien = Partie $enregistre 'xl/externalLinks/_rels/externalLink1.xml.rels'
        Write-Host "             enregistré : $($f -join ' ')"
        Write-Host "             lien       : $([regex]::Matches($lien, '(Type|Target)="[^"]*"') | ForEach-Object Value)"
        if ($lien -notmatch 'xlStartup') { 'le lien n''est pas de type xlStartup' } elseif ($lien -match [regex]::Escape($env:USERNAME)) { throw 'un second lien, absolu, nomme l''utilisateur' } else { $true }
    }

    # 4. Un classeur lié à un complément d'un autre dossier.
    Verifier 'un classeur lié à un autre dossier est relié à son ouverture' {
        $autre = Join-Path $essai 'autre.xlsx'
        Copy-Item $enregistre $autre
        $zip = [IO.Compression.ZipFile]::Open($autre, 'Update')
        try {
            $entree = $zip.GetEntry('xl/externalLinks/_rels/externalLink1.xml.rels')
            $entree.Delete()
            $texte = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" Target="file:///' + ($ailleurs -replace '\\', '/') + '/tresorerie.xlam" TargetMode="External"/></Relationships>'
            $flux = New-Object IO.StreamWriter($zip.CreateEntry('xl/externalLinks/_rels/externalLink1.xml.rels').Open())
            $flux.Write($texte); $flux.Dispose()
        } finally { $zip.Dispose() }
        $lie = $app.Workbooks.Open($autre, 0)
        $liens = @($lie.LinkSources(1)) -join ';'
        $affiche = $lie.Worksheets.Item(1).Range('A1').Text
        $lie.Close($false)
        if ($affiche -eq $script:version -and $liens -notlike "*ailleurs*") { $true } else { "affiche $affiche, liens : $liens" }
    }
    Verifier 'les réglages d''Excel sont rendus après une ouverture' {
        if ($app.EnableEvents -and $app.ScreenUpdating -and $app.Calculation -eq -4105) { $true } else { "évènements $($app.EnableEvents), écran $($app.ScreenUpdating), calcul $($app.Calculation)" }
    }

    # 5. Python.
    if (-not $avecPython) {
        foreach ($point in 'Python répond', 'un argument faux donne une erreur d''Excel', 'Python est isolé du dossier du classeur') { Noter 'NON VERIFIE' $point 'programme non installé (treso excel installer)' }
    } else {
        $page = $wb.Worksheets.Add()
        $page.Name = 'treso.conf'      # une configuration piégée dans le classeur
        $page.Range('A1').Value2 = 'INTERPRETER_WIN'
        $page.Range('B1').Value2 = 'C:\nulle\part\pythonw.exe'
        Verifier 'Python répond : =TRESO.TVA(100000;9)' { $c = Formule $page 'D1' '=TRESO.TVA(100000,9)'; if ($c.Value2 -eq 109000) { $true } else { "affiche $($c.Text)" } }
        Verifier 'un argument faux donne une erreur d''Excel : =TRESO.TVA("abc")' { $c = Formule $page 'D2' '=TRESO.TVA("abc")'; if ($c.Value2 -is [int] -and $c.Value2 -eq -2146826273) { $true } else { "affiche $($c.Text)" } }
        Verifier 'une colonne donne une colonne : {=TRESO.TVA(F1:F2)}' {
            $page.Range('F1').Value2 = 100; $page.Range('F2').Value2 = 200
            $page.Range('G1:G2').FormulaArray = '=TRESO.TVA(F1:F2,19)'
            if ($page.Range('G1').Value2 -eq 119 -and $page.Range('G2').Value2 -eq 238) { $true } else { "affiche $($page.Range('G1').Text) et $($page.Range('G2').Text)" }
        }
        Verifier 'Python est isolé : rien du dossier du classeur n''est importé' { if (Test-Path $marque) { "importé : $(Get-Content $marque)" } else { $true } }
        Verifier 'aucune formule ne peut faire exécuter du Python' {
            $c = Formule $page 'D3' '=tresorerie.xlam!RunPython("import addin.macros; addin.macros.run(''Aide'')")'
            if ($c.Value2 -is [int]) { $true } else { "affiche $($c.Text)" }
        }
        Verifier 'un seul Python pour deux classeurs' {
            $second = $app.Workbooks.Add()
            [void](Formule $second.Worksheets.Item(1) 'A1' '=TRESO.TVA(100,19)')
            $second.Close($false)
            $n = @(Get-CimInstance Win32_Process -Filter "Name like 'python%'" | Where-Object { $_.CommandLine -like '*xlwings.serve*' -and $_.ParentProcessId -eq (Get-Process EXCEL).Id }).Count
            if ($n -eq 1) { $true } else { "$n processus" }
        }
    }

    # 6. La fin.
    $wb.Close($false)
    $app.Quit()
    foreach ($objet in $xlam, $wb, $app) { if ($objet) { [void][Runtime.InteropServices.Marshal]::ReleaseComObject($objet) } }
    $xlam = $wb = $app = $feuille = $neuf = $page = $null
    [GC]::Collect(); [GC]::WaitForPendingFinalizers(); [GC]::Collect()
    Verifier 'Excel et Python se ferment sans rien laisser' {
        $parti = Attendre { -not (Get-Process EXCEL -ErrorAction SilentlyContinue) -and -not (Get-CimInstance Win32_Process -Filter "Name like 'python%'" | Where-Object CommandLine -like '*xlwings.serve*') } 20
        if ($parti) { $true } else { 'un processus EXCEL ou pythonw est resté' }
    }
} catch {
    Noter 'A VOIR' 'la vérification s''est arrêtée' $_.Exception.Message
} finally {
    $env:PYTHONPATH = $python_avant
    if ($app) { try { $app.DisplayAlerts = $false; $app.Quit() } catch { } }
    Attendre { -not (Get-Process EXCEL -ErrorAction SilentlyContinue) } 10 | Out-Null
    try {
        if (Test-Path $garde) { Copy-Item $garde $place -Force } elseif (Test-Path $place) { Remove-Item $place -Force }
        Remove-Item $essai -Recurse -Force
    } catch { Write-Host "À effacer à la main : $essai ; complément d'avant : $garde" -ForegroundColor Yellow }
}

$echecs = @($script:Resultats | Where-Object Etat -eq 'ECHEC').Count
$aVoir = @($script:Resultats | Where-Object Etat -in 'A VOIR', 'NON VERIFIE').Count
Write-Host ''
if ($echecs) { Write-Host "VERDICT : $echecs point(s) en échec." -ForegroundColor Red; exit 1 }
if ($aVoir) { Write-Host "VERDICT : rien en échec, $aVoir point(s) à voir ou non vérifiés." -ForegroundColor Yellow; exit 0 }
Write-Host 'VERDICT : tout est vérifié.' -ForegroundColor Green
exit 0
