"""The Algerian chart of accounts (plan comptable SCF) as data: one account a line, « code label ».

The levels of two and three digits are those of the arrêté of 26/07/2008 (JO n° 19, 25/03/2009); a deeper one is customary, listed
for its label. Subdivisions of a listed account belong to the plan.
"""

from __future__ import annotations

PLAN = """
101 Capital émis
103 Primes liées au capital social
104 Écart d'évaluation
105 Écart de réévaluation
106 Réserves
107 Écart d'équivalence
108 Compte de l'exploitant
109 Capital souscrit non appelé
11 Report à nouveau
12 Résultat de l'exercice
131 Subventions d'équipement
132 Autres subventions d'investissement
133 Impôts différés actif
134 Impôts différés passif
138 Autres produits et charges différés
153 Provisions pour pensions et obligations similaires
155 Provisions pour impôts
156 Provisions pour renouvellement des immobilisations
158 Autres provisions pour charges
161 Titres participatifs
162 Emprunts obligataires convertibles
163 Autres emprunts obligataires
164 Emprunts auprès des établissements de crédit
165 Dépôts et cautionnements reçus
167 Dettes sur contrat de location-financement
168 Autres emprunts et dettes assimilés
169 Primes de remboursement des obligations
171 Dettes rattachées à des participations groupe
172 Dettes rattachées à des participations hors groupe
173 Dettes rattachées à des sociétés en participation
178 Autres dettes rattachées à des participations
181 Comptes de liaison entre établissements
188 Comptes de liaison entre sociétés en participation
203 Frais de développement immobilisables
204 Logiciels informatiques et assimilés
205 Concessions et droits similaires, brevets, licences, marques
207 Écart d'acquisition
208 Autres immobilisations incorporelles
211 Terrains
212 Agencements et aménagements de terrain
213 Constructions
215 Installations techniques, matériel et outillage industriels
218 Autres immobilisations corporelles
22 Immobilisations en concession
232 Immobilisations corporelles en cours
237 Immobilisations incorporelles en cours
238 Avances et acomptes versés sur commandes d'immobilisations
261 Titres de filiales
262 Autres titres de participation
265 Titres de participation évalués par équivalence
266 Créances rattachées à des participations groupe
267 Créances rattachées à des participations hors groupe
268 Créances rattachées à des sociétés en participation
269 Versements restant à effectuer sur titres de participation
271 Titres immobilisés autres que de portefeuille
272 Titres représentatifs de droit de créance
273 Titres immobilisés de l'activité de portefeuille
274 Prêts et créances sur contrat de location-financement
275 Dépôts et cautionnements versés
276 Autres créances immobilisées
279 Versements restant à effectuer sur titres immobilisés
280 Amortissement des immobilisations incorporelles
281 Amortissement des immobilisations corporelles
282 Amortissement des immobilisations en concession
29 Pertes de valeur sur immobilisations
30 Stocks de marchandises
31 Matières premières et fournitures
321 Matières consommables
322 Fournitures consommables
326 Emballages
331 Produits en cours
335 Travaux en cours
341 Études en cours
345 Prestations de services en cours
351 Produits intermédiaires
355 Produits finis
358 Produits résiduels ou matières de récupération
36 Stocks provenant d'immobilisations
37 Stocks à l'extérieur
380 Marchandises stockées
381 Matières premières et fournitures stockées
382 Autres approvisionnements stockés
39 Pertes de valeur sur stocks et en-cours
401 Fournisseurs de stocks et services
403 Fournisseurs, effets à payer
404 Fournisseurs d'immobilisations
405 Fournisseurs d'immobilisations, effets à payer
408 Fournisseurs, factures non parvenues
409 Fournisseurs débiteurs : avances et acomptes versés, RRR à obtenir
411 Clients
413 Clients, effets à recevoir
416 Clients douteux
417 Créances sur travaux ou prestations en cours
418 Clients, produits non encore facturés
419 Clients créditeurs : avances reçues, RRR à accorder
4191 Clients, avances et acomptes reçus
421 Personnel, rémunérations dues
422 Fonds des œuvres sociales
423 Participation des salariés au résultat
425 Personnel, avances et acomptes accordés
426 Personnel, dépôts reçus
427 Personnel, oppositions sur salaires
428 Personnel, charges à payer et produits à recevoir
431 Sécurité sociale
432 Autres organismes sociaux
438 Organismes sociaux, charges à payer
441 État et autres collectivités publiques, subventions à recevoir
442 État, impôts et taxes recouvrables sur des tiers
443 Opérations particulières avec l'État et les collectivités publiques
444 État, impôts sur les résultats
445 État, taxes sur le chiffre d'affaires
44551 TVA à décaisser
44562 TVA récupérable sur immobilisations
44566 TVA récupérable sur biens et services
44568 Crédit de TVA à reporter
44571 TVA collectée sur ventes
44572 TVA collectée sur encaissements
44575 Droit de timbre perçu
446 Organismes internationaux
447 Autres impôts, taxes et versements assimilés
448 État, charges à payer et produits à recevoir
451 Opérations groupe
455 Associés, comptes courants
456 Associés, opérations sur le capital
457 Associés, dividendes à payer
458 Associés, opérations faites en commun
462 Créances sur cessions d'immobilisations
464 Dettes sur acquisitions de valeurs mobilières
465 Créances sur cessions de valeurs mobilières
467 Autres comptes débiteurs ou créditeurs
468 Diverses charges à payer et produits à recevoir
47 Comptes transitoires ou d'attente
476 Dépenses en attente d'imputation
477 Recettes en attente d'imputation
481 Provisions, passifs courants
486 Charges constatées d'avance
487 Produits constatés d'avance
491 Pertes de valeur sur comptes de clients
495 Pertes de valeur sur comptes du groupe et des associés
496 Pertes de valeur sur comptes de débiteurs divers
498 Pertes de valeur sur autres comptes de tiers
50 Valeurs mobilières de placement
511 Valeurs à l'encaissement
512 Banques, comptes courants
5121 Banque en dinars
5122 Banque en devises
515 Trésor public et établissements publics
517 Autres organismes financiers
5171 Compte courant postal
518 Intérêts courus
519 Concours bancaires courants
52 Instruments financiers dérivés
53 Caisse
5311 Caisse en dinars
5314 Caisse en devises
54 Régies d'avances et accréditifs
541 Régies d'avances
542 Accréditifs
581 Virements de fonds
5811 Virements internes
5812 Versements d'espèces
5813 Alimentations de caisse
588 Autres virements internes
59 Pertes de valeur sur actifs financiers courants
600 Achats de marchandises vendues
601 Matières premières
602 Autres approvisionnements
603 Variations des stocks
604 Achats d'études et de prestations de services
605 Achats de matériels, équipements et travaux
607 Achats non stockés de matières et fournitures
6071 Carburants
6073 Eau, gaz, électricité
6074 Fournitures de bureau
608 Frais accessoires d'achat
609 Rabais, remises, ristournes obtenus sur achats
611 Sous-traitance générale
613 Locations
614 Charges locatives et charges de copropriété
615 Entretien, réparations et maintenance
616 Primes d'assurances
617 Études et recherches
618 Documentation et divers
619 Rabais, remises, ristournes obtenus sur services extérieurs
621 Personnel extérieur à l'entreprise
622 Rémunérations d'intermédiaires et honoraires
623 Publicité, publication, relations publiques
624 Transports de biens et transport collectif du personnel
625 Déplacements, missions et réceptions
626 Frais postaux et de télécommunications
6263 Téléphone mobile
6264 Internet
6265 Téléphone fixe
627 Services bancaires et assimilés
6278 Commissions et frais bancaires
628 Cotisations et divers
629 Rabais, remises, ristournes obtenus sur autres services extérieurs
631 Rémunérations du personnel
634 Rémunérations de l'exploitant individuel
635 Cotisations aux organismes sociaux
6351 Cotisations CNAS
636 Charges sociales de l'exploitant individuel
6361 Cotisations CASNOS
637 Autres charges sociales
638 Autres charges de personnel
641 Impôts, taxes et versements assimilés sur rémunérations
642 Impôts et taxes non récupérables sur chiffre d'affaires
645 Autres impôts et taxes
6454 Vignettes et droits d'enregistrement
6457 Droits de timbre
651 Redevances pour concessions, brevets, licences, logiciels
6516 Logiciels en redevance
652 Moins-values sur sorties d'actifs immobilisés non financiers
653 Jetons de présence
654 Pertes sur créances irrécouvrables
655 Quote-part de résultat sur opérations faites en commun
656 Amendes et pénalités, subventions accordées, dons et libéralités
657 Charges exceptionnelles de gestion courante
658 Autres charges de gestion courante
661 Charges d'intérêts
664 Pertes sur créances liées à des participations
665 Écart d'évaluation sur actifs financiers, moins-values
666 Pertes de change
667 Pertes nettes sur cessions d'actifs financiers
668 Autres charges financières
67 Éléments extraordinaires, charges
68 Dotations aux amortissements, provisions et pertes de valeur
692 Imposition différée actif
693 Imposition différée passif
695 Impôts sur les bénéfices
698 Autres impôts sur les résultats
700 Ventes de marchandises
701 Ventes de produits finis
702 Ventes de produits intermédiaires
703 Ventes de produits résiduels
704 Ventes de travaux
705 Ventes d'études
706 Autres prestations de services
708 Produits des activités annexes
709 Rabais, remises, ristournes accordés
72 Production stockée ou déstockée
73 Production immobilisée
741 Subventions d'équilibre
748 Autres subventions d'exploitation
751 Redevances pour concessions, brevets, licences, logiciels
752 Plus-values sur sorties d'actifs immobilisés non financiers
753 Jetons de présence et rémunérations d'administrateurs
754 Quote-part de subventions d'investissement virée au résultat
755 Quote-part de résultat sur opérations faites en commun
756 Rentrées sur créances amorties
757 Produits exceptionnels sur opérations de gestion
758 Autres produits de gestion courante
7588 Produits divers
761 Produits des participations
762 Revenus des actifs financiers
765 Écart d'évaluation sur actifs financiers, plus-values
766 Gains de change
767 Profits nets sur cessions d'actifs financiers
768 Autres produits financiers
77 Éléments extraordinaires, produits
78 Reprises sur pertes de valeur et provisions
"""
